package dev.millrace.hls;

/// A part of a resource. RFC 8216, section 4.3.2.2.
///
/// @param offsetBytes from the start of the resource; a range that a playlist leaves open to follow
///   the one before is resolved by the parser
public record ByteRange(long lengthBytes, long offsetBytes) {
    public ByteRange {
        if (lengthBytes < 0 || offsetBytes < 0 || lengthBytes > Long.MAX_VALUE - offsetBytes) {
            throw new IllegalArgumentException(
                    "no range: %d bytes at %d".formatted(lengthBytes, offsetBytes));
        }
    }

    /// The offset of the first byte behind this range.
    long endBytes() {
        return offsetBytes + lengthBytes;
    }

    @Override
    public String toString() {
        return lengthBytes + "@" + offsetBytes;
    }
}
