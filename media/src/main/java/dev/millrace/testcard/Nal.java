package dev.millrace.testcard;

import dev.millrace.bytes.ByteWriter;

/// NAL units, H.264 7.3.1.
final class Nal {
    static final int SLICE = 0x61;
    static final int IDR_SLICE = 0x65;
    static final int SEI = 0x06;
    static final int SPS = 0x67;
    static final int PPS = 0x68;

    private Nal() {}

    /// One NAL unit: the header byte, then the payload with a 3 put wherever two zeros would
    /// otherwise be followed by a byte of 3 or less and look like a start code.
    static byte[] of(int header, ByteWriter payload) {
        var out = new ByteWriter(payload.size() + 16).u8(header);
        int zeros = 0;
        for (int i = 0; i < payload.size(); i++) {
            int next = payload.array()[i] & 0xFF;
            if (zeros == 2 && next <= 3) {
                out.u8(3);
                zeros = 0;
            }
            out.u8(next);
            zeros = next == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }
}
