package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.mp4.box.Boxes;
import dev.millrace.mp4.box.Mp4Limits;

/// Walks the sizes of samples: `stsz`, or `stz2`, whose fields are of 4, 8 or 16 bits. ISO/IEC
/// 14496-12, 8.7.3.
final class Sizes {
    private static final int IN_32_BITS = 32;

    private final int count;
    private final long allBytes;
    private final int fieldBits;
    private final ByteReader table;
    private int pair;
    private boolean hasHalf;

    private Sizes(int count, long allBytes, int fieldBits, ByteReader table) {
        this.count = count;
        this.allBytes = allBytes;
        this.fieldBits = fieldBits;
        this.table = table;
    }

    /// @param stsz the body of the box
    static Sizes ofStsz(ByteReader stsz) throws ProtocolException {
        Boxes.version(stsz);
        long allBytes = stsz.u32();
        int count = count(stsz);
        ByteReader table = stsz.slice(allBytes == 0 ? 4 * count : 0);
        return new Sizes(count, allBytes, IN_32_BITS, table);
    }

    /// @param stz2 the body of the box
    static Sizes ofStz2(ByteReader stz2) throws ProtocolException {
        Boxes.version(stz2);
        stz2.skip(3);
        int fieldBits = stz2.u8();
        if (fieldBits != 4 && fieldBits != 8 && fieldBits != 16) {
            throw new Malformed("sample sizes of %d bits".formatted(fieldBits));
        }
        int count = count(stz2);
        ByteReader table = stz2.slice((int) (((long) count * fieldBits + 7) / 8));
        return new Sizes(count, 0, fieldBits, table);
    }

    /// Of a track that has fragments only.
    static Sizes none() {
        return new Sizes(0, 0, IN_32_BITS, new ByteReader(new byte[0]));
    }

    Sizes copy() {
        return new Sizes(count, allBytes, fieldBits, table.fork());
    }

    /// How many samples there are.
    int count() {
        return count;
    }

    /// The size of the next sample.
    int nextBytes() throws ProtocolException {
        long bytes = allBytes != 0 ? allBytes : field();
        return ProtocolException.requireAtMost(
                "size of a sample", bytes, Mp4Limits.SAMPLE_BYTES_MAX);
    }

    private long field() throws Malformed {
        return switch (fieldBits) {
            case 4 -> half();
            case 8 -> table.u8();
            case 16 -> table.u16();
            default -> table.u32();
        };
    }

    /// The upper half of a byte first.
    private int half() throws Malformed {
        if (hasHalf) {
            hasHalf = false;
            return pair & 15;
        }
        pair = table.u8();
        hasHalf = true;
        return pair >> 4;
    }

    private static int count(ByteReader in) throws ProtocolException {
        return ProtocolException.requireAtMost("count of samples", in.u32(), Mp4Limits.SAMPLES_MAX);
    }
}
