package dev.millrace.rtsp.rtp;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import java.util.Arrays;

/// A packet of a stream. RFC 3550, 5.1.
///
/// ```
///  0   2   3   4    8   9     16         32          64     96
///  +---+---+---+----+---+------+----------+-----------+------+----------+-------------+---------
///  | 2 | P | X | CC | M | type | sequence | timestamp | SSRC | CC * u32 | X: u16, u16 | payload
///  +---+---+---+----+---+------+----------+-----------+------+----------+-------------+---------
/// ```
///
/// @param marker what the payload's format makes of it, usually the end of a frame
/// @param sequence 16 bits that wrap
/// @param timestamp 32 bits that wrap, in the clock of the payload
/// @param payload without padding; nobody may change it
@SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
public record RtpPacket(
        boolean marker, int payloadType, int sequence, int timestamp, int ssrc, byte[] payload) {
    /// Size of the header without lists and extensions.
    public static final int HEADER_BYTES = 12;

    private static final int VERSION = 2;

    public static RtpPacket parse(ByteReader in) throws ProtocolException {
        int first = in.u8();
        if (first >> 6 != VERSION) {
            throw new Unsupported("RTP of version %d, not 2".formatted(first >> 6));
        }
        int second = in.u8();
        int sequence = in.u16();
        int timestamp = in.i32();
        int ssrc = in.i32();
        in.skip(4 * (first & 0xF)); // contributing sources
        if ((first & 0x10) != 0) {
            in.skip(2); // what kind of extension
            in.skip(4 * in.u16());
        }
        byte[] rest = in.bytes(in.remaining());
        byte[] payload = (first & 0x20) != 0 ? withoutPadding(rest) : rest;
        return new RtpPacket(
                (second & 0x80) != 0, second & 0x7F, sequence, timestamp, ssrc, payload);
    }

    /// Whether a packet is one of RTCP, by the types that both share a port with. RFC 5761, 4.
    public static boolean isControl(int secondByte) {
        return secondByte >= 192 && secondByte <= 223;
    }

    /// A packet of nothing, which opens a way back through what translates addresses.
    public static byte[] opener(int ssrc) {
        return new ByteWriter(HEADER_BYTES)
                .u8(VERSION << 6)
                .u8(0)
                .u16(0)
                .u32(0)
                .u32(ssrc)
                .toByteArray();
    }

    /// The last byte of the padding says how long it is, itself included.
    private static byte[] withoutPadding(byte[] padded) throws Malformed {
        int padding = padded.length == 0 ? 0 : padded[padded.length - 1] & 0xFF;
        if (padding == 0 || padding > padded.length) {
            throw new Malformed("RTP padding of %d bytes, of %d".formatted(padding, padded.length));
        }
        return Arrays.copyOf(padded, padded.length - padding);
    }
}
