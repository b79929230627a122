package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes chunks apart and hands every message on while it arrives. RTMP 1.0, section 5.3.
///
/// Bodies are passed as slices of the input, never copied; how the input is cut does not matter.
///
/// ```
/// HEADER --fmt 0-2, or no extended time--> BODY --chunk whole--> HEADER
///    \--fmt 3 with extended time--> REPEATED_TIME --four bytes, or other bytes--> BODY
/// ```
public final class ChunkReader {
    private enum State {
        HEADER,
        REPEATED_TIME,
        BODY
    }

    /// RTMP 1.0, section 5.4.1.
    public static final int DEFAULT_CHUNK_BYTES = 128;

    private static final int EXTENDED_BYTES = 4;

    private final MessageReceiver.Chooser chooser;
    private final Map<Integer, ChunkStream> streams = new HashMap<>();
    private final byte[] header = new byte[ChunkWriter.HEADER_BYTES_MAX];

    private State state = State.HEADER;
    private int headerHave;
    private int timeHave;
    private int timePrefix;
    private int chunkBytes = DEFAULT_CHUNK_BYTES;
    private int chunkLeft;
    private @Nullable ChunkStream current;

    public ChunkReader(MessageReceiver.Chooser chooser) {
        this.chooser = chooser;
    }

    /// Consumes all of `in`. After an exception the reader is of no further use.
    public void receive(ByteBuffer in) throws ProtocolException {
        while (in.hasRemaining()) {
            switch (state) {
                case HEADER -> header(in);
                case REPEATED_TIME -> repeatedTime(in, stream());
                case BODY -> body(in, stream());
            }
        }
    }

    /// The peer's Set Chunk Size: holds from the next chunk on. Sizes above the largest message are
    /// legal and mean the same.
    public void chunkSize(int bytes) throws ProtocolException {
        if (bytes < 1) {
            throw new Malformed(
                    "chunk size is %d, must be 1 to 2147483647".formatted(bytes & 0xFFFF_FFFFL));
        }
        chunkBytes = Math.min(bytes, RtmpLimit.CHUNK_BYTES.max());
    }

    /// The peer's Abort: forgets the message under way on a chunk stream. Its header stays, for
    /// later chunks refer to it.
    public void abort(int chunkStreamId) {
        ChunkStream stream = streams.get(chunkStreamId);
        if (stream != null) {
            stream.abandon();
        }
    }

    private void header(ByteBuffer in) throws ProtocolException {
        int need = ChunkHeader.lengthBytes(header, headerHave);
        while (headerHave < need) {
            int step = Math.min(need - headerHave, in.remaining());
            if (step == 0) {
                return;
            }
            in.get(header, headerHave, step);
            headerHave += step;
            need = ChunkHeader.lengthBytes(header, headerHave);
        }
        headerHave = 0;
        interpret(ChunkHeader.decode(header, need));
    }

    private void interpret(ChunkHeader header) throws ProtocolException {
        ChunkStream stream = streamOf(header);
        current = stream;
        if (header.fmt() < 3) {
            stream.apply(header);
        }
        if (header.fmt() == 3 && stream.isExtended()) {
            state = State.REPEATED_TIME;
        } else {
            beginBody(stream);
        }
    }

    /// A chunk stream may begin with format 1: librtmp sends its first ping that way. Formats 2 and
    /// 3 do not say how long the message is.
    private ChunkStream streamOf(ChunkHeader header) throws ProtocolException {
        ChunkStream known = streams.get(header.chunkStreamId());
        if (known != null) {
            return known;
        }
        if (header.fmt() > 1) {
            throw new Malformed(
                    "chunk stream %d begins with format %d"
                            .formatted(header.chunkStreamId(), header.fmt()));
        }
        RtmpLimit.CHUNK_STREAMS.check(streams.size() + 1L);
        var fresh = new ChunkStream();
        streams.put(header.chunkStreamId(), fresh);
        return fresh;
    }

    /// Format 3 repeats the extended time, but older librtmp and rtmpdump leave it out. So bytes
    /// that are not that time are the body, as soon as one of them differs.
    private void repeatedTime(ByteBuffer in, ChunkStream stream) throws ProtocolException {
        while (timeHave < EXTENDED_BYTES && in.hasRemaining()) {
            int extended = timePrefix << 8 | (in.get(in.position()) & 0xFF);
            if (!stream.couldBeTime(extended, timeHave + 1)) {
                bodyWithoutTime(stream);
                return;
            }
            in.get();
            timePrefix = extended;
            timeHave++;
        }
        if (timeHave == EXTENDED_BYTES) {
            timeHave = 0;
            timePrefix = 0;
            beginBody(stream);
        }
    }

    /// Goes back to the bytes that looked like the beginning of a time.
    private void bodyWithoutTime(ChunkStream stream) throws ProtocolException {
        byte[] taken = new byte[timeHave];
        for (int i = 0; i < timeHave; i++) {
            taken[i] = (byte) (timePrefix >>> (8 * (timeHave - 1 - i)));
        }
        timeHave = 0;
        timePrefix = 0;
        beginBody(stream);
        receive(ByteBuffer.wrap(taken));
    }

    private void beginBody(ChunkStream stream) throws ProtocolException {
        stream.beginIfIdle(chooser);
        chunkLeft = Math.min(chunkBytes, stream.leftBytes());
        state = chunkLeft == 0 ? State.HEADER : State.BODY;
        stream.endIfWhole();
    }

    private void body(ByteBuffer in, ChunkStream stream) throws ProtocolException {
        int step = Math.min(chunkLeft, in.remaining());
        ByteBuffer slice = in.slice(in.position(), step);
        in.position(in.position() + step);
        chunkLeft -= step;
        if (chunkLeft == 0) {
            state = State.HEADER;
        }
        stream.bytes(slice);
        stream.endIfWhole();
    }

    private ChunkStream stream() {
        if (current == null) {
            throw new IllegalStateException("a chunk's body before its header");
        }
        return current;
    }
}
