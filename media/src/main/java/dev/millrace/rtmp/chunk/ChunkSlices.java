package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.ByteWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Puts chunk headers around a payload that is not copied, for a gathering write.
public final class ChunkSlices {
    private ChunkSlices() {}

    /// The buffers of one message, in order. Those of the payload share its memory.
    public static List<ByteBuffer> of(
            int chunkStreamId, MessageHeader header, ByteBuffer payload, int chunkBytes) {
        var first = new ByteWriter(ChunkWriter.HEADER_BYTES_MAX);
        ChunkWriter.fmt0(first, chunkStreamId, header);
        var further = new ByteWriter(ChunkWriter.HEADER_BYTES_MAX);
        ChunkWriter.fmt3(further, chunkStreamId, header.timestampMs());

        List<ByteBuffer> slices = new ArrayList<>();
        slices.add(first.toBuffer());
        for (int at = payload.position(); at < payload.limit(); at += chunkBytes) {
            if (at > payload.position()) {
                slices.add(further.toBuffer());
            }
            slices.add(payload.slice(at, Math.min(chunkBytes, payload.limit() - at)));
        }
        return slices;
    }
}
