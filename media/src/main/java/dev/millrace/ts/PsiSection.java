package dev.millrace.ts;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.Crc32Mpeg;
import dev.millrace.bytes.ProtocolException.Malformed;

/// A table, or a part of one, in its envelope. Section 2.4.4, the syntax that all tables with a
/// checksum share.
///
/// ```
///  0       1        3           5                  6        7       8
///  +-------+--------+-----------+------------------+--------+-------+------~~------+-------+
///  | table | length | extension | version, current | number | last  | body         | CRC   |
///  +-------+--------+-----------+------------------+--------+-------+------~~------+-------+
/// ```
///
/// @param table what the body is: [#PAT], [#PMT] or something of no interest
/// @param extension the transport stream's id in a PAT, the program's number in a PMT
/// @param version 0 to 31
/// @param current it holds now, not from later on
record PsiSection(int table, int extension, int version, boolean current, ByteReader body) {
    static final int PAT = 0x00;
    static final int PMT = 0x02;

    /// Where the length ends, and what it counts begins.
    static final int LENGTH_END = 3;

    private static final int HEADER_BYTES = 8;
    private static final int CRC_BYTES = 4;

    /// The bytes of a whole section, of which the first [#LENGTH_END] are there.
    static int bytes(byte[] section, int offset) {
        return LENGTH_END + ((section[offset + 1] & 0x0F) << 8 | (section[offset + 2] & 0xFF));
    }

    static PsiSection decode(byte[] section) throws Malformed {
        if (section.length < HEADER_BYTES + CRC_BYTES) {
            throw new Malformed("section of %d bytes".formatted(section.length));
        }
        if (Crc32Mpeg.of(section, 0, section.length) != 0) {
            throw new Malformed("checksum of a section is wrong");
        }
        var in = new ByteReader(section, 0, section.length - CRC_BYTES);
        int table = in.u8();
        in.skip(2); // the length, which the caller went by
        int extension = in.u16();
        int versionAndCurrent = in.u8();
        in.skip(2); // number and last: every section says something whole
        boolean current = (versionAndCurrent & 1) == 1;
        return new PsiSection(table, extension, versionAndCurrent >> 1 & 0x1F, current, in);
    }

    /// A table in one section, which holds from now on.
    static byte[] encode(int table, int extension, int version, ByteWriter body) {
        int lengthBytes = HEADER_BYTES - LENGTH_END + body.size() + CRC_BYTES;
        var out = new ByteWriter(LENGTH_END + lengthBytes);
        out.u8(table).u16(0xB000 | lengthBytes);
        out.u16(extension).u8(0xC1 | (version << 1)).u8(0).u8(0);
        out.put(body.array(), 0, body.size());
        out.u32(Crc32Mpeg.of(out.array(), 0, out.size()));
        return out.toByteArray();
    }
}
