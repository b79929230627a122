package dev.millrace.edge.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/// What time it is at the control node, as far as this node knows.
///
/// The clock on the wall is read once, when the process starts. From there on the monotonic clock
/// counts, so that somebody who sets the clock does not tear a recording apart. What the control
/// node says its time is corrects it. Any thread.
public final class EdgeClock extends Clock {
    /// Less is what two clocks and a network differ by from one connection to the next.
    private static final Duration MEANT = Duration.ofSeconds(2);

    private final Clock wall;
    private final LongSupplier clockNs;
    private final Instant startedAt;
    private final long startedNs;
    private volatile Duration offset;
    private volatile boolean sure;

    /// @param clockNs a clock that only goes forward, in nanoseconds
    /// @param offset what was known at the end of the last process
    public EdgeClock(Clock wall, LongSupplier clockNs, Duration offset) {
        this.wall = wall;
        this.clockNs = clockNs;
        this.startedAt = wall.instant();
        this.startedNs = clockNs.getAsLong();
        this.offset = offset;
    }

    /// The control node's time, or this node's own before it was ever told.
    @Override
    public Instant instant() {
        return uncorrected(clockNs.getAsLong()).plus(offset);
    }

    /// The same without what the control node has said. It is never corrected, so that what was
    /// dated by it can be moved whenever the truth is known.
    public Clock own() {
        return new Clock() {
            @Override
            public Instant instant() {
                return uncorrected(clockNs.getAsLong());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    /// What the clock on the wall says, without any correction.
    public Instant onTheWall() {
        return wall.instant();
    }

    public long nanos() {
        return clockNs.getAsLong();
    }

    /// How far the control node is ahead of the wall clock this process began with.
    public Duration offset() {
        return offset;
    }

    /// Whether the control node has said to this process what time it is. Before that it may be
    /// any: machines without a clock of their own exist, and clocks are set while nobody runs.
    public boolean isSure() {
        return sure;
    }

    /// Takes the time from the control node.
    ///
    /// @param askedNs when it was asked, by [#nanos]
    /// @param answeredNs when its answer was here
    /// @return by how much everything dated so far is wrong; zero if that is not worth a change
    public Duration correct(Instant control, long askedNs, long answeredNs) {
        long middleNs = askedNs + (answeredNs - askedNs) / 2;
        Duration better = Duration.between(uncorrected(middleNs), control);
        Duration by = better.minus(offset);
        offset = better;
        sure = true;
        return isMeant(by) ? by : Duration.ZERO;
    }

    /// Whether a difference is worth a change of what was dated.
    static boolean isMeant(Duration by) {
        return by.abs().compareTo(MEANT) > 0;
    }

    private Instant uncorrected(long nowNs) {
        return startedAt.plusNanos(nowNs - startedNs);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this; // nobody asks this clock for anything but instants
    }
}
