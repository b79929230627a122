package dev.millrace.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes big-endian fields into an array that grows.
public final class ByteWriter implements BytesOut {
    private byte[] bytes;
    private int size;

    public ByteWriter() {
        this(64);
    }

    public ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    /// Forgets what was written and keeps the memory.
    public ByteWriter clear() {
        size = 0;
        return this;
    }

    public ByteWriter u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public ByteWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public ByteWriter u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    public ByteWriter u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public ByteWriter i64(long value) {
        return u32(value >>> 32).u32(value);
    }

    public ByteWriter u32LittleEndian(int value) {
        return u32(Integer.reverseBytes(value) & 0xFFFF_FFFFL);
    }

    public ByteWriter f64(double value) {
        return i64(Double.doubleToRawLongBits(value));
    }

    public ByteWriter utf8(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public ByteWriter bytes(byte[] source) {
        put(source, 0, source.length);
        return this;
    }

    /// Appends what remains in `source`, whose position does not move.
    public ByteWriter bytes(ByteBuffer source) {
        room(source.remaining());
        source.get(source.position(), bytes, size, source.remaining());
        size += source.remaining();
        return this;
    }

    @Override
    public void put(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /// Overwrites one byte written earlier: a length or a count that was not yet known.
    public void patchU8(int position, int value) {
        java.util.Objects.checkIndex(position, size);
        bytes[position] = (byte) value;
    }

    /// The bytes behind what was written so far. Valid until the next write.
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /// What was written so far, as a buffer ready to be read. Shares memory with this writer.
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    private void room(int length) {
        if (length > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
    }
}
