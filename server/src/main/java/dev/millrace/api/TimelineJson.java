package dev.millrace.api;

import dev.millrace.channel.Channel;
import dev.millrace.channel.TimelineRepair;
import dev.millrace.observe.ChannelFlow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a channel's publishers do to its timeline, as the API tells it.
///
/// @param repairs times that had to be changed since the channel came into being
/// @param driftMs how far video has come ahead of audio since the present publisher came
record TimelineJson(long repairs, long driftMs, List<Kind> kinds) {
    /// One kind of repair that was needed.
    ///
    /// @param ofPublisher how many of them for the present publisher
    record Kind(
            String kind, String words, long count, long ofPublisher, long perMinute, String text) {}

    static TimelineJson of(Channel channel, Optional<ChannelFlow> flow) {
        List<Kind> kinds =
                Arrays.stream(TimelineRepair.values())
                        .filter(kind -> channel.repairs().of(kind) > 0)
                        .map(kind -> of(kind, channel, flow))
                        .toList();
        return new TimelineJson(channel.repairs().total(), channel.drift().toMillis(), kinds);
    }

    private static Kind of(TimelineRepair kind, Channel channel, Optional<ChannelFlow> flow) {
        return new Kind(
                kind.id(),
                kind.words(),
                channel.repairs().of(kind),
                channel.publication().map(p -> p.stats().repairs().of(kind)).orElse(0L),
                flow.map(f -> f.repairs().perMinute(kind)).orElse(0L),
                flow.map(f -> f.repairs().text(kind)).orElse(kind.words()));
    }
}
