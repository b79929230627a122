package dev.millrace.mp4.box;

/// Everything a file or a stream from outside may make us hold. Checked before the memory is spent.
///
/// How deep boxes are nested needs no limit of its own: only those are entered whose place is
/// known.
public final class Mp4Limits {
    /// Twelve hours of 60 pictures a second and sound have tables of some 40 MB.
    public static final int MOVIE_BYTES_MAX = 64 << 20;

    /// A box has a dozen others in it; a fragment, some hundred runs.
    public static final int BOXES_MAX = 10_000;

    /// Two weeks of 50 samples a second.
    public static final int SAMPLES_MAX = 1 << 26;

    /// A configuration for each rung of a ladder, twice.
    public static final int DESCRIPTIONS_MAX = 64;

    /// Fragments are of seconds; one of an hour has less.
    public static final int FRAGMENT_HEADER_BYTES_MAX = 8 << 20;

    /// A minute of both kinds has less than ten thousand.
    public static final int FRAGMENT_SAMPLES_MAX = 100_000;

    /// Ten seconds at 50 Mbit/s.
    public static final int FRAGMENT_BYTES_MAX = 64 << 20;

    /// A 4K key frame is about 2 MiB; four times that is a mistake or an attack.
    public static final int SAMPLE_BYTES_MAX = 8 << 20;

    /// A picture is shown within a second of being decoded; what is further off is no offset.
    public static final int COMPOSITION_US_MAX = 10_000_000;

    /// Some 270 years, in which microseconds still fit.
    public static final int TIME_HOURS_MAX = 270 * 366 * 24;

    private Mp4Limits() {}
}
