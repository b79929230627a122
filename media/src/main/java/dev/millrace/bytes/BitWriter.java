package dev.millrace.bytes;

/// Writes bits, most significant first, into a [ByteWriter]; the mirror of [BitReader].
public final class BitWriter {
    private final ByteWriter out;
    private int pending;
    private int pendingBits;

    public BitWriter(ByteWriter out) {
        this.out = out;
    }

    public BitWriter flag(boolean value) {
        return bits(value ? 1 : 0, 1);
    }

    /// The lowest `count` (0 to 32) bits of `value`.
    public BitWriter bits(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            pending = pending << 1 | (value >>> i & 1);
            if (++pendingBits == 8) {
                out.u8(pending);
                pending = 0;
                pendingBits = 0;
            }
        }
        return this;
    }

    /// `ue(v)`, H.264 9.1, for values of 0 to 2^31 - 2.
    public BitWriter ue(int value) {
        int code = value + 1;
        int length = 32 - Integer.numberOfLeadingZeros(code);
        return bits(0, length - 1).bits(code, length);
    }

    /// `se(v)`, H.264 9.1.1.
    public BitWriter se(int value) {
        return ue(value > 0 ? 2 * value - 1 : -2 * value);
    }

    public boolean isAligned() {
        return pendingBits == 0;
    }

    /// Fills the last byte with zeros.
    public BitWriter align() {
        return pendingBits == 0 ? this : bits(0, 8 - pendingBits);
    }
}
