package dev.millrace.rtmp.message;

import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfWriter;
import dev.millrace.bytes.ByteWriter;
import java.nio.ByteBuffer;

/// Data messages that speak to the other end rather than to viewers: the two calls by which an
/// encoder has a server keep, or forget, a data message for late viewers, and what a server tells a
/// player's program.
public final class DataFrame {
    /// `@setDataFrame`, in AMF0.
    private static final byte[] SET = amf("@setDataFrame");

    private static final byte[] CLEAR = amf("@clearDataFrame");

    private static final byte[] SAMPLE_ACCESS = amf("|RtmpSampleAccess");
    private static final byte[] STATUS = amf("onStatus");
    private static final byte[] METADATA = amf("onMetaData");

    private DataFrame() {}

    /// `body` behind `@setDataFrame` when it is metadata, else as it is.
    public static ByteBuffer wrapMetadata(ByteBuffer body) {
        return startsWith(body, METADATA)
                ? new ByteWriter(SET.length + body.remaining()).bytes(SET).bytes(body).toBuffer()
                : body;
    }

    /// The message inside `body`: all of it, or what follows `@setDataFrame`. Of `@clearDataFrame`
    /// nothing is left, for it means nothing to viewers.
    public static ByteBuffer unwrap(ByteBuffer body) {
        if (startsWith(body, SET)) {
            return body.slice(body.position() + SET.length, body.remaining() - SET.length);
        }
        return startsWith(body, CLEAR) ? body.slice(body.limit(), 0) : body;
    }

    /// Whether `body` is a server's word to its player, and no part of the stream.
    public static boolean isForPlayer(ByteBuffer body) {
        return startsWith(body, SAMPLE_ACCESS) || startsWith(body, STATUS);
    }

    private static boolean startsWith(ByteBuffer body, byte[] prefix) {
        return body.remaining() >= prefix.length
                && body.slice(body.position(), prefix.length).equals(ByteBuffer.wrap(prefix));
    }

    private static byte[] amf(String text) {
        var out = new ByteWriter();
        AmfWriter.write(out, AmfValue.of(text));
        return out.toByteArray();
    }
}
