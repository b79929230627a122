package dev.millrace.channel;

import java.time.Duration;

/// How much a channel keeps, and for how long it outlives its publisher.
///
/// @param window how much media stays for late and slow readers, beyond the newest group
/// @param memoryBytes most that one channel may hold: its groups and all wires rendered from them
/// @param groupMax a Group of Pictures longer than this is continued in a dependent group
/// @param grace how long viewers wait for a publisher that went away
/// @param batch how long a wire gathers frames before it wakes its viewers; zero sends every byte
///   at once
/// @param lagMax a viewer further behind the newest frame continues at the newest group
/// @param channelsMax how many channels there may be, those that wait for a publisher included
/// @param keepsTimes whether the times of publishers are kept where that is possible, instead of
///   beginning at 0
/// @param mixes whether pictures and sound are put into the order of their times
public record ChannelSettings(
        Duration window,
        long memoryBytes,
        Duration groupMax,
        Duration grace,
        Duration batch,
        Duration lagMax,
        int channelsMax,
        boolean keepsTimes,
        boolean mixes) {
    public static final ChannelSettings DEFAULT =
            new ChannelSettings(
                    Duration.ofSeconds(10),
                    64L << 20,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(15),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(10),
                    1000,
                    false,
                    false);

    /// The same with another window and another limit.
    public ChannelSettings keeping(Duration otherWindow, long otherBytes) {
        return new ChannelSettings(
                otherWindow,
                otherBytes,
                groupMax,
                grace,
                batch,
                lagMax,
                channelsMax,
                keepsTimes,
                mixes);
    }

    /// The newest group may fill a quarter of the channel's memory, so that its renderings and the
    /// group before it fit beside it.
    long groupBytesMax() {
        return memoryBytes / 4;
    }

    long windowUs() {
        return window.toNanos() / 1000;
    }

    long lagMaxUs() {
        return lagMax.toNanos() / 1000;
    }

    long groupMaxUs() {
        return groupMax.toNanos() / 1000;
    }
}
