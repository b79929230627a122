package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.MediaTime;
import dev.millrace.mp4.box.Boxes;
import dev.millrace.mp4.box.Mp4Limits;

/// The clock of a movie or of a track. ISO/IEC 14496-12, 8.2.2 and 8.4.2.
///
/// @param ticksPerSecond at least 1
record Timescale(long ticksPerSecond) {
    private static final int SECONDS_PER_HOUR = 3_600;

    /// What a movie has that does not say: QuickTime's.
    static final Timescale DEFAULT = new Timescale(600);

    /// Reads `mvhd` or `mdhd`, which both begin with dates and the scale.
    static Timescale parse(ByteReader header) throws Malformed {
        boolean wide = Boxes.version(header) == 1;
        header.skip(2 * (wide ? Long.BYTES : Integer.BYTES)); // creation_time, modification_time
        long ticks = header.u32();
        if (ticks == 0) {
            throw new Malformed("a clock of 0 ticks in a second");
        }
        return new Timescale(ticks);
    }

    /// The time in microseconds, rounded to the nearest.
    long toUs(long ticks) throws ProtocolException {
        long seconds = Math.floorDiv(ticks, ticksPerSecond);
        ProtocolException.requireAtMost(
                "time in hours", Math.abs(seconds / SECONDS_PER_HOUR), Mp4Limits.TIME_HOURS_MAX);
        long rest = Math.floorMod(ticks, ticksPerSecond) * MediaTime.US_PER_SECOND;
        return seconds * MediaTime.US_PER_SECOND + (rest + ticksPerSecond / 2) / ticksPerSecond;
    }
}
