package dev.millrace.gateway.vod;

import dev.millrace.dvr.Mp4Layout;
import dev.millrace.hls.ByteRange;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.Resource;
import dev.millrace.media.MediaTime;
import dev.millrace.mp4.SegmentIndex.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The playlist of a recording as MP4: its segments are ranges of the file, which begin at key
/// frames. RFC 8216, 4.3.2.2 and 4.3.2.5.
final class Mp4Playlist {
    /// Shortest segment: shorter ones would only be more requests.
    private static final long SEGMENT_US = 4 * MediaTime.US_PER_SECOND;

    private final List<MediaSegment> segments = new ArrayList<>();
    private final Resource map;
    private final String uri;
    private long beginsAt;
    private long bytes;
    private long durationUs;

    private Mp4Playlist(String uri, long headBytes, long partsAt) {
        this.uri = uri;
        this.map = Resource.of(uri, new ByteRange(headBytes, 0));
        this.beginsAt = partsAt;
    }

    /// The text of it; empty if the file does not say where its parts are.
    ///
    /// @param query what stands behind its URLs
    static Optional<String> of(Path file, String query) throws IOException {
        Mp4Layout layout = Mp4Layout.of(file);
        if (layout.index().isEmpty() || layout.index().get().parts().isEmpty()) {
            return Optional.empty();
        }
        var playlist =
                new Mp4Playlist(
                        VodPlaylist.uri(file) + query, layout.headBytes(), layout.partsAt());
        layout.index().get().parts().forEach(playlist::add);
        return Optional.of(playlist.text());
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
        return VodPlaylist.text(segments, true);
    }
}
