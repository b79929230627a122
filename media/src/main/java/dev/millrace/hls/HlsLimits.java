package dev.millrace.hls;

/// Everything a playlist from outside may make us hold. Checked before the memory is spent.
final class HlsLimits {
    /// Twelve hours of two-second segments with long names are about 3 MB.
    static final int PLAYLIST_CHARACTERS_MAX = 8 << 20;

    /// Signed URLs reach 2 KB; a line eight times as long is no URL.
    static final int LINE_CHARACTERS_MAX = 16 << 10;

    /// A day of one-second segments.
    static final int SEGMENTS_MAX = 100_000;

    /// The largest ladders known have about a hundred, counting languages.
    static final int VARIANTS_MAX = 1_000;

    /// 8216bis gives EXT-X-STREAM-INF, the richest tag, about twenty.
    static final int ATTRIBUTES_MAX = 100;

    /// Far above any segment, and far below where sums of microseconds would overflow.
    static final int DURATION_SECONDS_MAX = 1 << 24;

    /// 8216bis, section 8, ends here; a later version may mean something we would get wrong.
    static final int VERSION_MAX = 13;

    private HlsLimits() {}
}
