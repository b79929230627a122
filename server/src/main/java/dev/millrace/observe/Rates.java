package dev.millrace.observe;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/// Bits per second, of everything and of each channel. Sampled by one thread, read by any.
public final class Rates {
    private static final long PERIOD_NS = Duration.ofSeconds(1).toNanos();

    private final Channels channels;
    private final Sessions sessions;

    // The sampler's own.
    private final RateWindow in = new RateWindow();
    private final RateWindow out = new RateWindow();
    private final Map<String, ChannelMeter> meters = new HashMap<>();
    private Map<Session, Long> sentBefore = Map.of();
    private long nextNs = System.nanoTime();

    private volatile long inBitsPerSecond;
    private volatile long outBitsPerSecond;
    private volatile Map<String, ChannelRates> byChannel = Map.of();

    public Rates(Channels channels, Sessions sessions) {
        this.channels = channels;
        this.sessions = sessions;
    }

    /// Bits per second from everyone.
    public long in() {
        return inBitsPerSecond;
    }

    /// Bits per second to everyone.
    public long out() {
        return outBitsPerSecond;
    }

    public ChannelRates of(Channel channel) {
        return byChannel.getOrDefault(channel.name().toString(), ChannelRates.NONE);
    }

    /// Takes a sample if the last one is a second old. To be called a few times a second.
    public void tick(long nowNs) {
        if (nowNs - nextNs >= 0) {
            nextNs = nowNs + PERIOD_NS;
            sample(nowNs);
        }
    }

    /// Takes a sample.
    void sample(long nowNs) {
        in.add(nowNs, sessions.bytesIn());
        out.add(nowNs, sessions.bytesOut());
        inBitsPerSecond = in.bitsPerSecond();
        outBitsPerSecond = out.bitsPerSecond();
        var present = new HashMap<String, Channel>();
        channels.list().forEach(channel -> present.put(channel.name().toString(), channel));
        meters.keySet().retainAll(present.keySet());
        present.keySet().forEach(name -> meters.computeIfAbsent(name, _ -> new ChannelMeter()));
        countSent();
        var rates = new HashMap<String, ChannelRates>();
        meters.forEach((name, meter) -> {
            Channel channel = present.get(name);
            meter.sample(nowNs, channel == null ? null : channel.publication().orElse(null));
            rates.put(name, meter.rates());
        });
        byChannel = Map.copyOf(rates);
    }

    /// What each session has sent since the last sample goes to the account of its channel.
    private void countSent() {
        var sent = new IdentityHashMap<Session, Long>();
        for (Session session : sessions.list()) {
            long bytes = session.bytesOut().sum();
            sent.put(session, bytes);
            long fresh = bytes - sentBefore.getOrDefault(session, 0L);
            session.channel().map(meters::get).ifPresent(meter -> meter.sent(fresh));
        }
        sentBefore = sent;
    }
}
