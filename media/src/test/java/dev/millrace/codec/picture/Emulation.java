package dev.millrace.codec.picture;

import dev.millrace.bytes.ByteWriter;

/// The other direction of what parameter sets are read through.
final class Emulation {
    private Emulation() {}

    /// Puts a 3 behind two zeros wherever a start code could be seen. H.264, 7.4.1.
    static byte[] prevented(byte[] data) {
        var out = new ByteWriter();
        int zeros = 0;
        for (byte b : data) {
            if (zeros == 2 && (b & 0xFF) <= 3) {
                out.u8(3);
                zeros = 0;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            out.u8(b);
        }
        return out.toByteArray();
    }
}
