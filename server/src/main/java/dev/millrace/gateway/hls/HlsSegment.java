package dev.millrace.gateway.hls;

import dev.millrace.channel.WireGroup;
import dev.millrace.gateway.ts.TsFormat;
import dev.millrace.gateway.ts.TsStart;
import dev.millrace.net.http.Content;
import java.nio.ByteBuffer;
import java.util.List;

/// A segment as it is served: ranges of the wire, which it keeps on the channel's books until it is
/// released.
final class HlsSegment {
    /// A number stands for one segment for good.
    private static final String CACHING = "public, max-age=3600, immutable";

    private final List<WireGroup<TsStart>> held;
    private final Content content;

    /// @param tag as for [Content]: different for every segment that ever has this one's number
    HlsSegment(List<WireRange> ranges, String tag) {
        this.held = ranges.stream().map(WireRange::group).filter(WireGroup::hold).toList();
        List<ByteBuffer> body = ranges.stream().flatMap(range -> range.bytes().stream()).toList();
        this.content =
                Content.of(TsFormat.CONTENT_TYPE, body).tagged(tag).cached(CACHING).inRanges();
    }

    Content content() {
        return content;
    }

    void release() {
        held.forEach(WireGroup::release);
    }
}
