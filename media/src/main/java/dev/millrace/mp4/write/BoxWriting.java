package dev.millrace.mp4.write;

import dev.millrace.bytes.ByteWriter;

/// Boxes out of their parts. ISO/IEC 14496-12, 4.2.
final class BoxWriting {
    private static final int HEADER_BYTES = 8;

    private BoxWriting() {}

    /// @param parts its body, one behind the other
    static byte[] box(String type, byte[]... parts) {
        int size = HEADER_BYTES;
        for (byte[] part : parts) {
            size += part.length;
        }
        var out = new ByteWriter(size).u32(size).utf8(type);
        for (byte[] part : parts) {
            out.bytes(part);
        }
        return out.array();
    }

    /// A box that begins with a version, which is 0, and with flags, 4.2.2.
    static byte[] full(String type, int flags, byte[]... parts) {
        byte[][] all = new byte[parts.length + 1][];
        all[0] = ints(flags);
        System.arraycopy(parts, 0, all, 1, parts.length);
        return box(type, all);
    }

    /// Fields of 32 bits.
    static byte[] ints(long... fields) {
        var out = new ByteWriter(Integer.BYTES * fields.length);
        for (long field : fields) {
            out.u32(field);
        }
        return out.array();
    }
}
