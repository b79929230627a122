package dev.millrace.ts;

import dev.millrace.bytes.ByteWriter;

/// What is said beside picture and sound, as players of HLS expect it: ID3 tags in a stream of
/// their own. "Timed Metadata for HTTP Live Streaming", Apple; ISO/IEC 13818-1, 2.6.58 to 2.6.61;
/// ID3v2.4, 3.1 and 4.2.6.
///
/// ```
///  | ID3 | 4, 0, 0 | size | TXXX | size, 0 | 3 (UTF-8) | name, 0 | text |
/// ```
final class TimedMetadata {
    /// "Metadata carried in PES packets".
    static final int STREAM_TYPE = 0x15;

    private static final int POINTER_DESCRIPTOR = 0x25;
    private static final int DESCRIPTOR = 0x26;
    private static final String FORMAT = "ID3 ";
    private static final int UTF_8 = 3;
    private static final int FRAME_HEADER_BYTES = 10;

    private TimedMetadata() {}

    static Pmt.Stream stream(int pid) {
        return new Pmt.Stream(pid, STREAM_TYPE, Descriptors.registration(Descriptors.ID3));
    }

    /// What a program map says of the program.
    static byte[] pointer(int program) {
        ByteWriter body = format().u8(0).u8(0x1F).u16(program); // no locator, in this stream
        return new ByteWriter()
                .u8(POINTER_DESCRIPTOR)
                .u8(body.size())
                .bytes(body.toByteArray())
                .toByteArray();
    }

    /// What it says of the stream.
    static byte[] descriptor() {
        ByteWriter body = format().u8(0).u8(0x0F); // nothing to configure a decoder with
        return new ByteWriter()
                .u8(DESCRIPTOR)
                .u8(body.size())
                .bytes(body.toByteArray())
                .toByteArray();
    }

    private static ByteWriter format() {
        return new ByteWriter().u16(0xFFFF).utf8(FORMAT).u8(0xFF).utf8(FORMAT);
    }

    /// A tag with one text.
    static byte[] tag(String name, String text) {
        byte[] body = new ByteWriter().u8(UTF_8).utf8(name).u8(0).utf8(text).toByteArray();
        var out = new ByteWriter().utf8("ID3").u8(4).u8(0).u8(0);
        out.u32(synchsafe(FRAME_HEADER_BYTES + body.length));
        return out.utf8("TXXX").u32(synchsafe(body.length)).u16(0).bytes(body).toByteArray();
    }

    /// Seven bits a byte. ID3v2.4, 6.2.
    private static int synchsafe(int size) {
        return (size & 0x7F) | (size & 0x3F80) << 1 | (size & 0x1F_C000) << 2;
    }
}
