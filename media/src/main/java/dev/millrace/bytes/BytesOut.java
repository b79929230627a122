package dev.millrace.bytes;

/// Something that bytes can be appended to: a growing array, or the open group of a wire.
public interface BytesOut {
    /// Appends `length` bytes of `source` from `offset`; the source may be reused afterwards.
    void put(byte[] source, int offset, int length);

    /// Appends all of `source`.
    default void put(byte[] source) {
        put(source, 0, source.length);
    }
}
