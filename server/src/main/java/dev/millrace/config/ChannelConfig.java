package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.flag;
import static dev.millrace.config.key.ValueTypes.integer;
import static dev.millrace.config.key.ValueTypes.size;
import static dev.millrace.config.key.ValueTypes.sizeOrHeapPercent;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.time.Duration;
import java.util.List;

/// What the bus keeps of each channel, and for how long.
///
/// @param grace how long viewers stay when the publisher is gone
/// @param window how much of the past is kept for late and slow viewers
/// @param keepTimes whether the times of publishers are kept, where that is possible
/// @param mix whether pictures and sound are put into the order of their times
/// @param groupMax a group that grows longer is cut, key frame or not
public record ChannelConfig(
        Duration grace,
        Duration window,
        long memoryBytes,
        Duration groupMax,
        long memoryTotalBytes,
        int countMax,
        boolean keepTimes,
        boolean mix) {
    private static final long MB = 1L << 20;

    static final Key<Duration> GRACE =
            new Key<>(
                    "channel.grace",
                    duration(Duration.ZERO, ofHours(1)),
                    "15s",
                    "How long viewers stay connected when the publisher is gone; if it comes back"
                            + " in time, they go on watching.");
    static final Key<Duration> WINDOW =
            new Key<>(
                    "channel.window",
                    duration(Duration.ZERO, ofMinutes(10)),
                    "10s",
                    "How much of each channel is kept in memory for slow viewers, beyond the"
                            + " newest group of pictures, at which late ones begin.");
    static final Key<Long> MEMORY =
            new Key<>(
                    "channel.memory",
                    size(MB, 16 * 1_024 * MB),
                    "64MB",
                    "Most memory that one channel may keep; when it is full, the window gets"
                            + " shorter.");
    static final Key<Duration> GROUP_MAX =
            new Key<>(
                    "channel.group_max",
                    duration(ofSeconds(1), ofMinutes(5)),
                    "10s",
                    "Longest group of pictures; a publisher with fewer key frames gets its group"
                            + " cut.");
    static final Key<Long> MEMORY_TOTAL =
            new Key<>(
                    "channel.memory_total",
                    sizeOrHeapPercent(MB),
                    "50%",
                    "Most memory that all channels may keep together.");
    static final Key<Integer> COUNT_MAX =
            new Key<>(
                    "channel.count_max",
                    integer(1, 1_000_000),
                    "1000",
                    "Channels at a time; the publisher of one more is refused.");

    static final Key<Boolean> KEEP_TIMES =
            new Key<>(
                    "channel.keep_times",
                    flag(),
                    "false",
                    "Whether a publisher's own times are kept, unless they go back, instead of"
                            + " beginning at 0: servers that are sent the same then have the same"
                            + " times.");

    static final Key<Boolean> MIX =
            new Key<>(
                    "channel.mix",
                    flag(),
                    "false",
                    "Whether pictures and sound are put into the order of their times, where a"
                            + " publisher sends them in heaps. A frame waits for the next one of"
                            + " the other kind, up to half a second.");

    static final List<Key<?>> KEYS =
            List.of(GRACE, WINDOW, MEMORY, GROUP_MAX, MEMORY_TOTAL, COUNT_MAX, KEEP_TIMES, MIX);

    public ChannelConfig {
        GRACE.check(grace);
        WINDOW.check(window);
        MEMORY.check(memoryBytes);
        GROUP_MAX.check(groupMax);
        MEMORY_TOTAL.check(memoryTotalBytes);
        COUNT_MAX.check(countMax);
    }

    static ChannelConfig from(Values values) {
        return new ChannelConfig(
                values.get(GRACE),
                values.get(WINDOW),
                values.get(MEMORY),
                values.get(GROUP_MAX),
                values.get(MEMORY_TOTAL),
                values.get(COUNT_MAX),
                values.get(KEEP_TIMES),
                values.get(MIX));
    }
}
