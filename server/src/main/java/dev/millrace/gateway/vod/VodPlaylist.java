package dev.millrace.gateway.vod;

import dev.millrace.dvr.Mp4Layout;
import dev.millrace.hls.ByteRange;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.PlaylistWriter;
import dev.millrace.hls.Resource;
import dev.millrace.media.MediaTime;
import dev.millrace.mp4.SegmentIndex.Part;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The playlist of a recording as MP4: its segments are ranges of the file, which begin at key
/// frames. RFC 8216, 4.3.2.2 and 4.3.2.5.
final class VodPlaylist {
    /// Shortest segment: shorter ones would only be more requests.
    private static final long SEGMENT_US = 4 * MediaTime.US_PER_SECOND;

    private final List<MediaSegment> segments = new ArrayList<>();
    private final Resource map;
    private final String uri;
    private long beginsAt;
    private long bytes;
    private long durationUs;

    private VodPlaylist(String uri, long headBytes, long partsAt) {
        this.uri = uri;
        this.map = Resource.of(uri, new ByteRange(headBytes, 0));
        this.beginsAt = partsAt;
    }

    /// The text of it; empty if the file does not say where its parts are.
    static Optional<String> of(Path file) throws IOException {
        Mp4Layout layout = Mp4Layout.of(file);
        if (layout.index().isEmpty() || layout.index().get().parts().isEmpty()) {
            return Optional.empty();
        }
        var playlist = new VodPlaylist(uri(file), layout.headBytes(), layout.partsAt());
        layout.index().get().parts().forEach(playlist::add);
        return Optional.of(playlist.text());
    }

    /// Relative to the playlist, which is beside the file. A name may look like a scheme.
    private static String uri(Path file) {
        return "./"
                + URLEncoder.encode(file.getFileName().toString(), StandardCharsets.UTF_8)
                        .replace("+", "%20");
    }

    private void add(Part part) {
        bytes += part.bytes();
        durationUs += part.durationUs();
        if (durationUs >= SEGMENT_US) {
            cut();
        }
    }

    private void cut() {
        segments.add(
                new MediaSegment(
                        Resource.of(uri, new ByteRange(bytes, beginsAt)),
                        durationUs,
                        Optional.of(map),
                        Optional.empty(),
                        false,
                        false));
        beginsAt += bytes;
        bytes = 0;
        durationUs = 0;
    }

    private String text() {
        if (bytes > 0) {
            cut();
        }
        long longestUs = segments.stream().mapToLong(MediaSegment::durationUs).max().orElse(0);
        var header =
                new MediaPlaylist.Header(
                        (int) Math.ceilDiv(longestUs, MediaTime.US_PER_SECOND),
                        0,
                        0,
                        true,
                        MediaPlaylist.Type.VOD,
                        Optional.empty());
        return PlaylistWriter.write(new MediaPlaylist(header, segments, true));
    }
}
