package dev.millrace.bench.play;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.chunk.ChunkWriter;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.chunk.RtmpLimit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Follows a chunk stream by its headers and steps over the rest. RTMP 1.0, section 5.3.
///
/// For servers only, whose chunks are in order: it knows neither Abort nor the liberties that
/// encoders take. How the input is cut does not matter.
///
/// ```
/// HEADER --header whole--> BODY --chunk whole--> HEADER
/// ```
final class ChunkSkimmer {
    private static final int[] FIELD_BYTES = {11, 7, 3, 0};
    private static final int EXTENDED = 0xFF_FFFF;
    private static final int EXTENDED_BYTES = 4;
    private static final int ID_MASK = 0x3F;

    /// What is remembered of a chunk stream, because later headers leave fields out.
    private static final class Lane {
        private final int id;
        private final MessageHead head = new MessageHead();
        private boolean isOpen;
        private boolean isExtended;
        private int timeFieldMs;
        private int timestampMs;
        private int lengthBytes;
        private int type;

        Lane(int id) {
            this.id = id;
        }
    }

    private final MessageSink sink;
    private final List<Lane> lanes = new ArrayList<>();
    private final byte[] header = new byte[ChunkWriter.HEADER_BYTES_MAX];
    private int headerHave;
    private int chunkBytes = ChunkReader.DEFAULT_CHUNK_BYTES;
    private int chunkLeft;
    private @Nullable Lane current;

    ChunkSkimmer(MessageSink sink) {
        this.sink = sink;
    }

    /// Consumes all of `in`, which begins where the handshake ended.
    void receive(ByteBuffer in) throws ProtocolException {
        while (in.hasRemaining()) {
            if (current == null) {
                header(in);
            } else {
                body(in, current);
            }
        }
    }

    private void header(ByteBuffer in) throws ProtocolException {
        while (in.hasRemaining()) {
            header[headerHave++] = in.get();
            Lane lane = lane(headerHave);
            if (lane != null) {
                headerHave = 0;
                open(lane);
                return;
            }
        }
    }

    /// Interprets the first `have` bytes of a header, if they are all of it.
    private @Nullable Lane lane(int have) throws ProtocolException {
        int low = header[0] & ID_MASK;
        int fmt = header[0] >> 6 & 3;
        int basic = low > 1 ? 1 : low + 2;
        int fixed = basic + FIELD_BYTES[fmt];
        if (have < fixed) {
            return null;
        }
        var in = new ByteReader(header, 0, have);
        Lane lane = laneOf(id(in), fmt);
        boolean isExtended = fmt == 3 ? lane.isExtended : isExtended(basic);
        if (isExtended && have < fixed + EXTENDED_BYTES) {
            return null;
        }
        if (fmt < 3) {
            apply(lane, fmt, in);
        }
        return lane;
    }

    private boolean isExtended(int at) {
        return header[at] == -1 && header[at + 1] == -1 && header[at + 2] == -1;
    }

    private static int id(ByteReader in) throws Malformed {
        int low = in.u8() & ID_MASK;
        return switch (low) {
            case 0 -> 64 + in.u8();
            case 1 -> 64 + in.u8() + (in.u8() << 8);
            default -> low;
        };
    }

    private Lane laneOf(int id, int fmt) throws ProtocolException {
        for (Lane lane : lanes) {
            if (lane.id == id) {
                return lane;
            }
        }
        if (fmt > 1) {
            throw new Malformed("chunk stream %d begins with format %d".formatted(id, fmt));
        }
        RtmpLimit.CHUNK_STREAMS.check(lanes.size() + 1L);
        var lane = new Lane(id);
        lanes.add(lane);
        return lane;
    }

    /// Takes over what a header of format 0, 1 or 2 says. It begins a message.
    private static void apply(Lane lane, int fmt, ByteReader in) throws ProtocolException {
        int time = in.u24();
        if (fmt <= 1) {
            lane.lengthBytes = RtmpLimit.MESSAGE_BYTES.check(in.u24());
            lane.type = in.u8();
        }
        if (fmt == 0) {
            in.skip(4); // the message stream: there is only one
            lane.timestampMs = 0;
        }
        lane.isExtended = time == EXTENDED;
        lane.timeFieldMs = lane.isExtended ? in.i32() : time;
        lane.isOpen = false;
    }

    /// A chunk begins, and with it a message unless one is under way.
    private void open(Lane lane) throws ProtocolException {
        if (!lane.isOpen) {
            lane.isOpen = true;
            lane.timestampMs += lane.timeFieldMs;
            lane.head.begin(lane.type, lane.timestampMs, lane.lengthBytes);
        }
        chunkLeft = Math.min(chunkBytes, lane.head.leftBytes());
        current = lane;
        if (chunkLeft == 0) {
            endChunk(lane);
        }
    }

    private void body(ByteBuffer in, Lane lane) throws ProtocolException {
        int step = Math.min(chunkLeft, in.remaining());
        lane.head.take(in, step);
        chunkLeft -= step;
        if (chunkLeft == 0) {
            endChunk(lane);
        }
    }

    private void endChunk(Lane lane) throws ProtocolException {
        current = null;
        if (!lane.head.isWhole()) {
            return;
        }
        lane.isOpen = false;
        if (lane.type == MessageType.SET_CHUNK_SIZE) {
            setChunkSize(new ByteReader(lane.head.first(), 0, lane.head.keptBytes()));
        }
        sink.message(lane.head);
    }

    private void setChunkSize(ByteReader in) throws Malformed {
        int bytes = in.i32();
        if (bytes < 1) {
            throw new Malformed("chunk size " + bytes);
        }
        chunkBytes = bytes;
    }
}
