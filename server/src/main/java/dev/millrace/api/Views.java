package dev.millrace.api;

import dev.millrace.api.ChannelView.GroupsView;
import dev.millrace.api.ChannelView.PublisherView;
import dev.millrace.api.ServerView.MemoryView;
import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.channel.Publisher;
import dev.millrace.media.ChannelName;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Audience;
import dev.millrace.observe.ChannelRates;
import dev.millrace.observe.Rates;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes what the API shows from what there is.
final class Views {
    private static final List<String> KINDS = List.of("rtmp", "flv", "ts", "hls");

    private final ServerIdentity identity;
    private final Channels channels;
    private final Sessions sessions;
    private final Rates rates;

    Views(ServerIdentity identity, Channels channels, Sessions sessions, Rates rates) {
        this.identity = identity;
        this.channels = channels;
        this.sessions = sessions;
        this.rates = rates;
    }

    ServerView server() {
        Runtime java = Runtime.getRuntime();
        MemoryBudget budget = channels.budget();
        Duration uptime = Duration.between(identity.startedAt(), Instant.now());
        return new ServerView(
                identity.name(),
                identity.version(),
                identity.startedAt(),
                seconds(uptime),
                identity.listeners().get(),
                channels.list().size(),
                sessions.count(),
                new BitrateView(rates.in(), rates.out()),
                new MemoryView(
                        java.totalMemory() - java.freeMemory(),
                        java.maxMemory(),
                        budget.bytesUsed(),
                        budget.bytesMax()));
    }

    List<ChannelView> channels() {
        Audience audience = Audience.of(sessions);
        return channels.list().stream().map(channel -> channel(channel, audience)).toList();
    }

    Optional<ChannelView> channel(ChannelName name) {
        return channels.find(name).map(channel -> channel(channel, Audience.of(sessions)));
    }

    List<SessionView> sessions() {
        return sessions.list().stream().map(SessionView::of).toList();
    }

    private ChannelView channel(Channel channel, Audience audience) {
        ChannelRates measured = rates.of(channel);
        Channel.KeptGroups kept = channel.kept();
        ChannelName name = channel.name();
        return new ChannelView(
                name.path(),
                Optional.of(name.vhost()).filter(v -> !v.equals(ChannelName.DEFAULT_VHOST)),
                channel.publication().isPresent() ? "live" : "waiting",
                channel.publication().map(publication -> publisher(publication.publisher())),
                channel.catalog().tracks().stream()
                        .filter(track -> track.kind() != TrackKind.DATA)
                        .map(track -> TrackView.of(track, measured))
                        .toList(),
                new GroupsView(
                        kept.count(),
                        kept.newest(),
                        channel.bytesHeld(),
                        MediaTime.usToMs(kept.durationUs())),
                new BitrateView(measured.in(), measured.out()),
                subscribers(audience.of(name.toString())),
                seconds(channel.age()));
    }

    private PublisherView publisher(Publisher publisher) {
        Optional<Instant> since = sessions.find(publisher.id()).map(Session::since);
        return new PublisherView(
                publisher.id(), publisher.protocol(), publisher.remote(), since);
    }

    /// Every kind there is, those that nobody uses as well.
    private static Map<String, Integer> subscribers(Map<String, Integer> counted) {
        var all = new TreeMap<String, Integer>(counted);
        KINDS.forEach(kind -> all.putIfAbsent(kind, 0));
        return all;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
