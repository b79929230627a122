package dev.millrace.observe;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Publication;
import dev.millrace.media.TrackKind;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one channel gets from its publishers and gives to its viewers, and how much of it is in
/// each track. Any thread.
public final class ChannelFlow extends Flow {
    private final Channel channel;
    private final Flow vhost;
    private final RepairWatch repairs;
    private @Nullable Publication sampled;
    private volatile Map<TrackKind, Rate> tracks = Map.of();

    /// @param vhost of its virtual host, to which it all belongs as well
    ChannelFlow(Channel channel, Flow vhost) {
        this.channel = channel;
        this.vhost = vhost;
        this.repairs = new RepairWatch(channel);
    }

    /// Payload of one track in bits per second, over the last few seconds of the publisher who is
    /// there.
    public long bitrate(TrackKind kind) {
        Rate rate = tracks.get(kind);
        return rate == null ? 0 : rate.bitsPerSecond();
    }

    /// What had to be repaired of its times.
    public RepairWatch repairs() {
        return repairs;
    }

    boolean isOf(Channel other) {
        return channel == other;
    }

    @Override
    void add(long moreBytesIn, long moreBytesOut) {
        super.add(moreBytesIn, moreBytesOut);
        vhost.add(moreBytesIn, moreBytesOut);
    }

    @Override
    void sample(long nowNs) {
        super.sample(nowNs);
        repairs.sample(nowNs);
        Publication present = channel.publication().orElse(null);
        if (present != sampled) {
            sampled = present;
            tracks = present == null ? Map.of() : fresh();
        }
        if (present != null) {
            tracks.forEach((kind, rate) -> rate.sample(nowNs, present.stats().bytes(kind)));
        }
    }

    private static Map<TrackKind, Rate> fresh() {
        var rates = new EnumMap<TrackKind, Rate>(TrackKind.class);
        for (TrackKind kind : TrackKind.values()) {
            rates.put(kind, new Rate());
        }
        return rates;
    }
}
