package dev.millrace.gateway.vod;

import dev.millrace.dvr.FlvLayout;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/// The playlist of a recording as FLV: its segments are made when they are asked for, as MP4. Where
/// codecs change there is a discontinuity, and another head. RFC 8216, 4.3.2.3 and 4.3.2.5.
final class FlvPlaylist {
    private FlvPlaylist() {}

    /// The text of it.
    ///
    /// @param layout with a segment at least
    /// @param query what stands behind its URLs
    static String of(Path file, FlvLayout layout, String query) {
        String folder = VodPlaylist.uri(file).replaceFirst("\\.flv$", "/");
        var segments = new ArrayList<MediaSegment>();
        int before = -1;
        for (FlvLayout.Segment segment : layout.segments()) {
            int stretch = segment.stretch();
            String head = "%s%s%d.%s%s".formatted(folder, VodUrl.HEAD, stretch, VodUrl.PART, query);
            String uri = "%s%d.%s%s".formatted(folder, segments.size(), VodUrl.PART, query);
            segments.add(
                    new MediaSegment(
                            Resource.of(uri),
                            segment.durationUs(),
                            Optional.of(Resource.of(head)),
                            Optional.empty(),
                            before >= 0 && before != stretch,
                            false));
            before = stretch;
        }
        return VodPlaylist.text(segments, layout.isIndependent());
    }
}
