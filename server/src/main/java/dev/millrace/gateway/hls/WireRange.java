package dev.millrace.gateway.hls;

import dev.millrace.channel.WireGroup;
import dev.millrace.gateway.ts.TsStart;
import java.nio.ByteBuffer;
import java.util.List;

/// Bytes of one group of the TS wire that belong to a segment.
record WireRange(WireGroup<TsStart> group, long from, long to) {
    List<ByteBuffer> bytes() {
        return group.slice(from, to);
    }

    long lengthBytes() {
        return to - from;
    }
}
