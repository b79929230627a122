package dev.millrace.api;

import dev.millrace.dvr.DvrStatus;
import dev.millrace.dvr.RecordingFolder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A channel being recorded, as the API tells it.
///
/// @param file its path in the folder of all recordings, while it is being written
/// @param missedGroups groups of pictures that the disk was too slow for
/// @param failure why it is not recorded any more
record DvrJson(
        String channel,
        String state,
        String format,
        String plan,
        Optional<String> file,
        Instant since,
        long durationMs,
        long bytes,
        long missedGroups,
        Optional<String> failure) {
    static DvrJson of(DvrStatus status) {
        return new DvrJson(
                status.channel().toString(),
                status.state().word(),
                status.settings().format().word(),
                status.settings().plan().word(),
                status.file(),
                status.since().truncatedTo(ChronoUnit.MILLIS),
                status.duration().toMillis(),
                status.bytes(),
                status.missedGroups(),
                status.failure());
    }

    /// A file that is done.
    ///
    /// @param path in the folder of all recordings
    /// @param url where it can be watched
    /// @param hls where it can be watched over HLS
    record FileJson(String path, String url, String hls, long bytes, Instant endedAt) {
        static FileJson of(RecordingFolder.Recording file) {
            String url = "/vod/" + file.path();
            return new FileJson(
                    file.path(),
                    url,
                    url.replaceFirst("\\.[^.]+$", ".m3u8"),
                    file.bytes(),
                    file.endedAt().truncatedTo(ChronoUnit.MILLIS));
        }
    }
}
