package dev.millrace.control.replay;

import dev.millrace.mp4.write.FragmentedMovie.Sample;
import dev.millrace.segment.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Segments that follow each other by one clock of their camera: their place in a movie follows
/// from where the first one is, and from their own times. One thread.
final class MovieRun {
    /// Of the clock of 33 bits and 90 kHz, in microseconds.
    private static final double CLOCK_SPAN_US = (1L << 33) * 100 / 9.0;

    /// A clock that is farther off than this from when the segment was taken has jumped.
    private static final long OFF_US_MAX = 10_000_000;

    private final long atUs;
    private final Segment first;
    private final long firstDtsUs;
    private Segment last;
    private int count = 1;

    private MovieRun(long atUs, Segment first, long firstDtsUs) {
        this.atUs = atUs;
        this.first = first;
        this.firstDtsUs = firstDtsUs;
        this.last = first;
    }

    /// A run that begins with this segment: as much later than the one before as it was taken, but
    /// not before that has ended.
    static MovieRun after(List<MovieRun> runs, Segment first, SegmentFrames frames) {
        if (runs.isEmpty()) {
            return new MovieRun(0, first, frames.firstDtsUs());
        }
        MovieRun before = runs.getLast();
        long taken = runs.getFirst().sinceFirstUs(first);
        return new MovieRun(Math.max(before.endUs(), taken), first, frames.firstDtsUs());
    }

    /// Takes one more, if it follows.
    boolean take(Segment next) {
        boolean follows =
                next.era() == first.era() && next.id().sequence() == last.id().sequence() + 1;
        if (follows) {
            last = next;
            count++;
        }
        return follows;
    }

    int count() {
        return count;
    }

    /// Where it ends in the movie.
    long endUs() {
        return atUs + sinceFirstUs(last) + last.durationUs();
    }

    private long sinceFirstUs(Segment segment) {
        return Duration.between(first.start(), segment.start()).toNanos() / 1_000;
    }

    /// The frames of one of its segments, at their times in the movie.
    List<Sample> samples(Segment segment, SegmentFrames frames) {
        long expectedUs = sinceFirstUs(segment);
        double clocks = (expectedUs - (frames.firstDtsUs() - firstDtsUs)) / CLOCK_SPAN_US;
        long shiftUs = Math.round(Math.rint(clocks) * CLOCK_SPAN_US) - firstDtsUs;
        if (Math.abs(frames.firstDtsUs() + shiftUs - expectedUs) > OFF_US_MAX) {
            shiftUs = expectedUs - frames.firstDtsUs();
        }
        var samples = new ArrayList<Sample>();
        for (Sample sample : frames.samples()) {
            samples.add(sample.later(atUs + shiftUs));
        }
        return samples;
    }
}
