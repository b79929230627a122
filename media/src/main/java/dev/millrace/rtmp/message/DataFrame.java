package dev.millrace.rtmp.message;

import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfWriter;
import dev.millrace.bytes.ByteWriter;
import java.nio.ByteBuffer;

/// The two calls by which an encoder has a server keep, or forget, a data message for late viewers.
public final class DataFrame {
    /// `@setDataFrame`, in AMF0.
    private static final byte[] SET = amf("@setDataFrame");

    private static final byte[] CLEAR = amf("@clearDataFrame");

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
