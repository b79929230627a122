package dev.millrace.gateway.vod;

import dev.millrace.bytes.Percent;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.PlaylistWriter;
import dev.millrace.media.MediaTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What playlists of recordings have in common: they are whole, and list what is beside them. RFC
/// 8216, 4.3.3.
final class VodPlaylist {
    /// What can stand in a playlist as it is.
    private static final Pattern QUERY = Pattern.compile("[!-~&&[^\"#<>\\\\]]+");

    private VodPlaylist() {}

    /// @param independent whether every segment can be decoded without those before it
    static String text(List<MediaSegment> segments, boolean independent) {
        long longestUs = segments.stream().mapToLong(MediaSegment::durationUs).max().orElse(0);
        var header =
                new MediaPlaylist.Header(
                        (int) Math.ceilDiv(longestUs, MediaTime.US_PER_SECOND),
                        0,
                        0,
                        independent,
                        MediaPlaylist.Type.VOD,
                        Optional.empty());
        return PlaylistWriter.write(new MediaPlaylist(header, segments, true));
    }

    /// The name of a file, relative to the playlist beside it. It may look like a scheme.
    static String uri(Path file) {
        return "./" + Percent.encoded(file.getFileName().toString());
    }

    /// What the query of the playlist's URL is behind URLs in it: a signature is good for them,
    /// too.
    static String query(Optional<String> query) {
        return query.filter(it -> QUERY.matcher(it).matches()).map(it -> "?" + it).orElse("");
    }
}
