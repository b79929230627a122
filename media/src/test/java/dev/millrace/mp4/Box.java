package dev.millrace.mp4;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.testkit.Hex;

/// Writes boxes by hand.
final class Box {
    private Box() {}

    /// @param contents its body, one behind the other
    static byte[] of(String type, byte[]... contents) {
        byte[] body = join(contents);
        return new ByteWriter().u32(8 + body.length).utf8(type).bytes(body).toByteArray();
    }

    /// The same with a size of 64 bits.
    static byte[] wide(String type, byte[]... contents) {
        byte[] body = join(contents);
        return new ByteWriter().u32(1).utf8(type).i64(16 + body.length).bytes(body).toByteArray();
    }

    /// A box that begins with a version and flags, and has only fields of 32 bits behind them.
    static byte[] full(String type, int version, int flags, long... fields) {
        return of(type, ints(version << 24 | flags), ints(fields));
    }

    static byte[] ints(long... fields) {
        var out = new ByteWriter();
        for (long field : fields) {
            out.u32(field);
        }
        return out.toByteArray();
    }

    static byte[] longs(long... fields) {
        var out = new ByteWriter();
        for (long field : fields) {
            out.i64(field);
        }
        return out.toByteArray();
    }

    static byte[] hex(String annotated) {
        return Hex.bytes(annotated);
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteWriter();
        for (byte[] part : parts) {
            out.bytes(part);
        }
        return out.toByteArray();
    }
}
