package dev.millrace.codec;

import dev.millrace.bytes.BytesOut;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.Objects;

/// Walks over the NAL units of a range of bytes, in either of the two forms they are stored in:
/// behind a length (ISO/IEC 14496-15, 5.3.2: FLV, RTMP, MP4) or behind start codes (H.264, annex B:
/// MPEG-TS). Nothing is copied; empty units are passed over.
///
/// ```java
/// for (Nalus nalus = Nalus.ofFrame(bytes, 0, bytes.length, 4); nalus.next(); ) {
///     out.put(bytes, nalus.offset(), nalus.length());
/// }
/// ```
///
/// Belongs to the thread that made it.
public final class Nalus {
    /// `nal_unit_type` of H.264, table 7-1.
    public static final int SLICE = 1;

    public static final int IDR_SLICE = 5;
    public static final int SEI = 6;
    public static final int SPS = 7;
    public static final int PPS = 8;
    public static final int ACCESS_UNIT_DELIMITER = 9;
    public static final int FILLER = 12;

    private static final byte[] START_CODE = {0, 0, 0, 1};
    private static final int START_CODES = 0;

    private final byte[] bytes;
    private final int begin;
    private final int end;

    /// Bytes of a length (1, 2 or 4), or [#START_CODES].
    private final int lengthSize;

    private int at;
    private int offset;
    private int length;
    private int count;

    private Nalus(byte[] bytes, int offset, int length, int lengthSize) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.begin = offset;
        this.end = offset + length;
        this.lengthSize = lengthSize;
        this.at = lengthSize == START_CODES ? startCode(offset) : offset;
    }

    /// Units that each follow their length in `lengthSize` bytes: 1, 2 or 4.
    public static Nalus lengthPrefixed(byte[] bytes, int offset, int length, int lengthSize) {
        if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
            throw new IllegalArgumentException(
                    "NAL unit lengths of %d bytes".formatted(lengthSize));
        }
        return new Nalus(bytes, offset, length, lengthSize);
    }

    /// Units that each follow a start code, `00 00 01` with any number of zeros in front.
    public static Nalus annexB(byte[] bytes, int offset, int length) {
        return new Nalus(bytes, offset, length, START_CODES);
    }

    /// The units of a frame that should be [#lengthPrefixed], and is taken for [#annexB] only if it
    /// begins with a start code and its lengths do not add up: some encoders get it wrong.
    public static Nalus ofFrame(byte[] bytes, int offset, int length, int lengthSize) {
        Nalus prefixed = lengthPrefixed(bytes, offset, length, lengthSize);
        if (prefixed.beginsWithStartCode() && !prefixed.addsUp()) {
            return annexB(bytes, offset, length);
        }
        return prefixed;
    }

    /// The type of the unit that begins with this byte.
    public static int type(int firstByte) {
        return firstByte & 0x1F;
    }

    /// Moves to the next unit; false at the end.
    ///
    /// @throws ProtocolException if a length points past the end, or there are absurdly many units
    public boolean next() throws ProtocolException {
        do {
            if (at >= end) {
                return false;
            }
            if (lengthSize == START_CODES) {
                nextStartCode();
            } else {
                nextLength();
            }
        } while (length == 0);
        ProtocolException.requireAtMost(
                "count of NAL units in a frame", ++count, CodecLimits.NALUS_PER_FRAME_MAX);
        return true;
    }

    /// Where the current unit begins in the array given, with its header byte.
    public int offset() {
        return offset;
    }

    /// Size of the current unit in bytes, at least 1.
    public int length() {
        return length;
    }

    /// The type of the current unit.
    public int type() {
        return type(bytes[offset]);
    }

    /// Writes the current unit behind a four-byte start code.
    public void writeAnnexB(BytesOut out) {
        out.put(START_CODE);
        out.put(bytes, offset, length);
    }

    /// Writes the current unit behind its length in four bytes.
    public void writeLengthPrefixed(BytesOut out) {
        byte[] prefix = {
            (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length
        };
        out.put(prefix);
        out.put(bytes, offset, length);
    }

    private void nextLength() throws Malformed {
        long claimed = 0;
        for (int i = 0; i < lengthSize; i++) {
            claimed = claimed << 8 | (at + i < end ? bytes[at + i] & 0xFF : 0);
        }
        offset = at + lengthSize;
        if (claimed > end - offset) {
            throw new Malformed(
                    "NAL unit of %d bytes with %d left in the frame"
                            .formatted(claimed, Math.max(0, end - offset)));
        }
        length = (int) claimed;
        at = offset + length;
    }

    private void nextStartCode() {
        offset = at + 3;
        at = startCode(offset);
        int last = at;
        while (last > offset && bytes[last - 1] == 0) {
            last--; // zeros in front of the next start code belong to nobody; a unit never ends so
        }
        length = last - offset;
    }

    /// Where the next `00 00 01` begins, or the end.
    private int startCode(int from) {
        for (int i = from; i + 2 < end; i++) {
            if (isStartCode(i)) {
                return i;
            }
        }
        return end;
    }

    private boolean isStartCode(int i) {
        return i + 2 < end && bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1;
    }

    /// Looks at the first bytes only: every frame is asked.
    private boolean beginsWithStartCode() {
        return isStartCode(begin) || (isStartCode(begin + 1) && bytes[begin] == 0);
    }

    private boolean addsUp() {
        var probe = new Nalus(bytes, begin, end - begin, lengthSize);
        try {
            while (probe.next()) {}
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }
}
