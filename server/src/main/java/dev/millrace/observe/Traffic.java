package dev.millrace.observe;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// What all sessions receive and send, in total, by channel and by virtual host. Once a second it
/// reads the counters that sessions keep anyway; frames and writes cost nothing. Any thread.
public final class Traffic {
    private static final long PERIOD_NS = 1_000_000_000;

    private final Channels channels;
    private final Sessions sessions;
    private final Flow total = new Flow();
    private final LongAdder skippedGroups = new LongAdder();
    private final ConcurrentMap<String, ChannelFlow> byChannel = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Flow> byVhost = new ConcurrentHashMap<>();
    private long sampledAtNs = Long.MIN_VALUE;

    public Traffic(Channels channels, Sessions sessions) {
        this.channels = channels;
        this.sessions = sessions;
        sessions.countedBy(this::settle);
    }

    /// Takes a sample if it is time. For the housekeeper, as often as it likes.
    public synchronized void tick(long nowNs) {
        boolean first = sampledAtNs == Long.MIN_VALUE;
        if (!first && nowNs - sampledAtNs < PERIOD_NS) {
            return;
        }
        sampledAtNs = nowNs;
        followChannels();
        for (Session session : sessions.list()) {
            settle(session);
            session.sample(nowNs);
        }
        total.sample(nowNs);
        byVhost.values().forEach(flow -> flow.sample(nowNs));
        byChannel.values().forEach(flow -> flow.sample(nowNs));
    }

    /// Everything, channel or not.
    public Flow total() {
        return total;
    }

    /// Empty until a new channel has been sampled.
    public Optional<ChannelFlow> of(Channel channel) {
        return Optional.ofNullable(byChannel.get(channel.name().toString()))
                .filter(flow -> flow.isOf(channel));
    }

    /// Of all channels that a virtual host has had. Empty until one has been sampled.
    public Optional<Flow> ofVhost(String vhost) {
        return Optional.ofNullable(byVhost.get(vhost));
    }

    /// Groups that viewers lost because they were too slow, those of viewers who left included.
    public long skippedGroups() {
        return skippedGroups.sum();
    }

    /// Flows come and go with their channels.
    private void followChannels() {
        Map<String, Channel> present =
                channels.list().stream()
                        .collect(Collectors.toMap(c -> c.name().toString(), c -> c, (a, _) -> a));
        byChannel.keySet().retainAll(present.keySet());
        present.forEach((name, channel) ->
                byChannel.compute(
                        name,
                        (_, flow) ->
                                flow != null && flow.isOf(channel)
                                        ? flow
                                        : new ChannelFlow(channel, vhostOf(channel))));
    }

    /// There are as many as the configuration has.
    private Flow vhostOf(Channel channel) {
        return byVhost.computeIfAbsent(channel.name().vhost(), _ -> new Flow());
    }

    /// Counts what a session did since the last time, for the channel it is engaged with.
    private void settle(Session session) {
        Session.Counts fresh = session.takeUnaccounted();
        total.add(fresh.bytesIn(), fresh.bytesOut());
        skippedGroups.add(fresh.skippedGroups());
        ChannelFlow flow = session.channel().map(byChannel::get).orElse(null);
        if (flow == null) {
            return;
        }
        switch (session.role()) {
            case PUBLISHER -> flow.add(fresh.bytesIn(), 0);
            case VIEWER -> flow.add(0, fresh.bytesOut());
            case IDLE, BANDWIDTH -> {}
        }
    }
}
