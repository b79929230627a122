package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;

/// One chunk header as it stands on the wire; [ChunkWriter] draws it. Fields that its format leaves
/// out are 0.
///
/// @param timeFieldMs a timestamp in format 0, a delta in formats 1 and 2
record ChunkHeader(
        int fmt,
        int chunkStreamId,
        int timeFieldMs,
        boolean isExtended,
        int lengthBytes,
        int type,
        int streamId) {
    private static final int[] FIELD_BYTES = {11, 7, 3, 0};
    private static final int EXTENDED_BYTES = 4;

    /// How many bytes the header that begins with these `have` bytes is known to have, without the
    /// extended time of format 3. Grows as more of it is seen, and is final once `have` reaches it.
    static int lengthBytes(byte[] bytes, int have) {
        if (have == 0) {
            return 1;
        }
        int fmt = bytes[0] >> 6 & 3;
        int basic = basicBytes(bytes[0]);
        int fixed = basic + FIELD_BYTES[fmt];
        if (fmt == 3 || have < fixed) {
            return fixed;
        }
        return isExtended(bytes, basic) ? fixed + EXTENDED_BYTES : fixed;
    }

    /// Decodes a header that [#lengthBytes(byte[], int)] found complete.
    static ChunkHeader decode(byte[] bytes, int length) throws Malformed {
        var in = new ByteReader(bytes, 0, length);
        int fmt = in.peekU8() >> 6;
        int id = decodeId(in);
        if (fmt == 3) {
            return new ChunkHeader(fmt, id, 0, false, 0, 0, 0);
        }
        int timeField = in.u24();
        int messageBytes = fmt <= 1 ? in.u24() : 0;
        int type = fmt <= 1 ? in.u8() : 0;
        int streamId = fmt == 0 ? in.i32LittleEndian() : 0;
        boolean extended = timeField == ChunkWriter.EXTENDED;
        int time = extended ? in.i32() : timeField;
        return new ChunkHeader(fmt, id, time, extended, messageBytes, type, streamId);
    }

    private static int decodeId(ByteReader in) throws Malformed {
        int low = in.u8() & 0x3F;
        return switch (low) {
            case 0 -> 64 + in.u8();
            case 1 -> 64 + in.u8() + (in.u8() << 8);
            default -> low;
        };
    }

    private static int basicBytes(byte first) {
        int low = first & 0x3F;
        return low == 0 ? 2 : low == 1 ? 3 : 1;
    }

    private static boolean isExtended(byte[] bytes, int at) {
        return bytes[at] == -1 && bytes[at + 1] == -1 && bytes[at + 2] == -1;
    }
}
