package dev.millrace.ts;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;

/// The header in front of every Opus packet in a transport stream. "Encapsulating Opus in MPEG-TS",
/// Xiph, opus_control_header.
///
/// ```
///  0              11           12         13          14     16
///  +--------------+------------+----------+-----------+------+--------------+-----------------+
///  | prefix 3FF   | start trim | end trim | extension | 0    | size: FF*, n | trims, extension |
///  +--------------+------------+----------+-----------+------+--------------+-----------------+
/// ```
final class OpusControl {
    private static final int PREFIX = 0x7FE0;
    private static final int PREFIX_MASK = 0xFFE0;
    private static final int START_TRIM = 0x10;
    private static final int END_TRIM = 0x08;
    private static final int EXTENSION = 0x04;
    private static final int SIZE_GOES_ON = 0xFF;

    private OpusControl() {}

    /// Size of a header without trims in front of so large a packet.
    static int lengthBytes(int packetBytes) {
        return 2 + packetBytes / SIZE_GOES_ON + 1;
    }

    static void write(ByteWriter out, int packetBytes) {
        out.u16(PREFIX);
        int left = packetBytes;
        while (left >= SIZE_GOES_ON) {
            out.u8(SIZE_GOES_ON);
            left -= SIZE_GOES_ON;
        }
        out.u8(left);
    }

    /// Reads a header and returns the size of the packet behind it. What it says about trimming
    /// concerns the ends of a recording and is passed over.
    static int read(ByteReader in) throws Malformed {
        int flags = in.u16();
        if ((flags & PREFIX_MASK) != PREFIX) {
            throw new Malformed("%04X is no Opus control header".formatted(flags));
        }
        int sizeBytes = 0;
        int part = SIZE_GOES_ON;
        while (part == SIZE_GOES_ON) {
            part = in.u8();
            sizeBytes += part;
        }
        in.skip((flags & START_TRIM) != 0 ? 2 : 0);
        in.skip((flags & END_TRIM) != 0 ? 2 : 0);
        in.skip((flags & EXTENSION) != 0 ? in.u8() : 0);
        return sizeBytes;
    }
}
