package dev.millrace.bytes;

import dev.millrace.bytes.ProtocolException.Malformed;

/// Reads bits, most significant first, and the Exp-Golomb codes of H.264 (9.1) and H.265 (9.2).
public final class BitReader {
    private final byte[] bytes;
    private final int endBit;
    private int atBit;

    public BitReader(byte[] bytes) {
        this.bytes = bytes;
        this.endBit = Math.multiplyExact(bytes.length, 8);
    }

    public int remainingBits() {
        return endBit - atBit;
    }

    public boolean flag() throws Malformed {
        return bits(1) == 1;
    }

    /// The next `count` bits (0 to 32); 32 bits come back as an `int`'s pattern.
    public int bits(int count) throws Malformed {
        if (count > endBit - atBit) {
            throw new Malformed("needs %d more bits, has %d".formatted(count, endBit - atBit));
        }
        int value = 0;
        for (int i = 0; i < count; i++, atBit++) {
            value = value << 1 | (bytes[atBit >> 3] >> (7 - (atBit & 7)) & 1);
        }
        return value;
    }

    public void skip(int count) throws Malformed {
        if (count < 0 || count > endBit - atBit) {
            throw new Malformed("needs %d more bits, has %d".formatted(count, endBit - atBit));
        }
        atBit += count;
    }

    /// `ue(v)`: an unsigned Exp-Golomb code of at most 31 leading zeros.
    public int ue() throws Malformed {
        int zeros = 0;
        while (!flag()) {
            if (++zeros > 31) {
                throw new Malformed("Exp-Golomb code has more than 31 leading zeros");
            }
        }
        return (1 << zeros) - 1 + bits(zeros);
    }

    /// `se(v)`: a signed Exp-Golomb code.
    public int se() throws Malformed {
        int code = ue();
        return (code & 1) == 1 ? (code >>> 1) + 1 : -(code >>> 1);
    }
}
