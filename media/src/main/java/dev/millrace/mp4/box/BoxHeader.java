package dev.millrace.mp4.box;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.util.Set;

/// What is in front of every box. ISO/IEC 14496-12, 4.2.
///
/// ```
///  0         4        8                16
///  +---------+--------+- - - - - - - - +------
///  | size    | type   | size if it is 1| body …
///  +---------+--------+- - - - - - - - +------
/// ```
///
/// @param type four characters
/// @param headerBytes this header
/// @param bodyBytes what follows it, or [#TO_THE_END]
public record BoxHeader(String type, int headerBytes, long bodyBytes) {
    /// Of most headers, and the least of any.
    public static final int LENGTH_BYTES = 8;

    /// Of a header with a size of 64 bits.
    public static final int LENGTH_BYTES_MAX = 16;

    /// The box ends with the file.
    public static final long TO_THE_END = Long.MAX_VALUE;

    private static final int IN_64_BITS = 1;

    /// What a file or a segment may begin with.
    private static final Set<String> FIRST =
            Set.of(
                    "ftyp", "styp", "moov", "moof", "mdat", "sidx", "ssix", "emsg", "prft", "pdin",
                    "free", "skip", "wide", "uuid", "meta", "pnot");

    /// How long the header is that begins with these four bytes.
    public static int lengthBytes(int firstBytes) {
        return firstBytes == IN_64_BITS ? LENGTH_BYTES_MAX : LENGTH_BYTES;
    }

    public static BoxHeader decode(ByteReader in) throws Malformed {
        long size = in.u32();
        String type = in.utf8(4);
        if (size == 0) {
            return new BoxHeader(type, LENGTH_BYTES, TO_THE_END);
        }
        int headerBytes = lengthBytes((int) size);
        long wholeBytes = size == IN_64_BITS ? in.i64() : size;
        if (wholeBytes < headerBytes) {
            throw new Malformed("box %s of %d bytes".formatted(Shown.of(type), wholeBytes));
        }
        return new BoxHeader(type, headerBytes, wholeBytes - headerBytes);
    }

    /// Whether a file or a segment may begin with this box.
    public boolean isFirst() {
        return FIRST.contains(type);
    }

    /// Refuses what is no MP4 at all, by the first box in it.
    public void requireFirst() throws Malformed {
        if (!isFirst()) {
            throw new Malformed("begins with %s, so this is no MP4".formatted(Shown.of(type)));
        }
    }

    public boolean isToTheEnd() {
        return bodyBytes == TO_THE_END;
    }
}
