package dev.millrace.bytes;

import dev.millrace.bytes.ProtocolException.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Reads big-endian fields from a range of an array. Running out of bytes is [Malformed], never an
/// unchecked exception, so a parser needs no length checks of its own.
public final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public ByteReader(byte[] bytes, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    /// A reader of what remains in `buffer`, whose position does not move.
    public static ByteReader of(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            return new ByteReader(
                    buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return new ByteReader(copy);
    }

    public int remaining() {
        return end - at;
    }

    public boolean hasRemaining() {
        return at < end;
    }

    /// The next byte, without moving past it.
    public int peekU8() throws Malformed {
        need(1);
        return bytes[at] & 0xFF;
    }

    public int u8() throws Malformed {
        need(1);
        return bytes[at++] & 0xFF;
    }

    public int u16() throws Malformed {
        need(2);
        return (bytes[at++] & 0xFF) << 8 | (bytes[at++] & 0xFF);
    }

    public int u24() throws Malformed {
        need(3);
        return (bytes[at++] & 0xFF) << 16 | (bytes[at++] & 0xFF) << 8 | (bytes[at++] & 0xFF);
    }

    /// Sign-extended 24 bits: FLV composition offsets.
    public int s24() throws Malformed {
        return u24() << 8 >> 8;
    }

    public int i32() throws Malformed {
        return u16() << 16 | u16();
    }

    public long u32() throws Malformed {
        return i32() & 0xFFFF_FFFFL;
    }

    public long i64() throws Malformed {
        return (long) i32() << 32 | u32();
    }

    /// 32 bits, least significant byte first: the message stream id of RTMP.
    public int i32LittleEndian() throws Malformed {
        return Integer.reverseBytes(i32());
    }

    public double f64() throws Malformed {
        return Double.longBitsToDouble(i64());
    }

    /// A copy of the next `length` bytes.
    public byte[] bytes(int length) throws Malformed {
        need(length);
        byte[] copy = java.util.Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return copy;
    }

    /// `length` bytes of UTF-8; wrong sequences become the replacement character.
    public String utf8(int length) throws Malformed {
        need(length);
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    public void skip(int length) throws Malformed {
        need(length);
        at += length;
    }

    /// A reader of the next `length` bytes, which this one moves past. Nothing is copied.
    public ByteReader slice(int length) throws Malformed {
        need(length);
        var slice = new ByteReader(bytes, at, length);
        at += length;
        return slice;
    }

    /// Another reader of what remains; this one does not move with it.
    public ByteReader fork() {
        return new ByteReader(bytes, at, remaining());
    }

    private void need(int length) throws Malformed {
        if (length < 0 || length > end - at) {
            throw new Malformed("needs %d more bytes, has %d".formatted(length, end - at));
        }
    }
}
