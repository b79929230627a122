package dev.millrace.flv;

/// What a file or a peer may make us hold.
final class FlvLimits {
    /// The header has 9 bytes; what a later version would add is skipped, within reason.
    static final int FILE_HEADER_BYTES_MAX = 64 << 10;

    /// A 4K key frame is about 2 MiB; four times that is a mistake or an attack.
    static final int TAG_BODY_BYTES_MAX = 8 << 20;

    /// A configuration record has less than 1 KiB; one that does not fit here is none.
    static final int SEQUENCE_HEADER_BYTES_MAX = 64 << 10;

    /// An enhanced header has 5 bytes, and a dozen with all that is defined today.
    static final int EX_HEADER_BYTES_MAX = 1 << 10;

    private FlvLimits() {}
}
