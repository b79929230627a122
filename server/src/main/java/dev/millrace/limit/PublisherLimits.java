package dev.millrace.limit;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.channel.PublicationStats;
import dev.millrace.media.ChannelName;
import dev.millrace.media.TrackKind;
import dev.millrace.net.Housekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends away who publishes more than it may. Looks now and then at what has been counted anyway,
/// so that nothing is asked for each frame. Belongs to the housekeeper's thread.
public final class PublisherLimits implements Housekeeper.Chore {
    /// Over this time bits are counted: a key frame is no offence.
    static final Duration PERIOD = Duration.ofSeconds(10);

    private static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PublisherLimits.class);
    private static final double NS_PER_SECOND = 1e9;

    private final Channels channels;
    private final Function<ChannelName, PublisherLimit> limits;
    private final Map<Publication, Watch> watches = new HashMap<>();
    private final Set<Publication> sentAway = new HashSet<>(); // and not yet gone
    private long lookedAtNs = System.nanoTime();

    /// What a publisher may, and how much it had sent at a time.
    private record Watch(PublisherLimit limit, long atNs, long bytes) {}

    /// @param limits of each channel
    public PublisherLimits(Channels channels, Function<ChannelName, PublisherLimit> limits) {
        this.channels = channels;
        this.limits = limits;
    }

    @Override
    public void tick(long nowNs) {
        if (nowNs - lookedAtNs < EVERY.toNanos()) {
            return;
        }
        lookedAtNs = nowNs;
        Set<Publication> here = new HashSet<>();
        for (Channel channel : channels.list()) {
            channel.publication()
                    .filter(here::add)
                    .filter(publication -> !sentAway.contains(publication))
                    .ifPresent(publication -> look(publication, nowNs));
        }
        watches.keySet().retainAll(here);
        sentAway.retainAll(here);
    }

    private void look(Publication publication, long nowNs) {
        Watch watch = watches.computeIfAbsent(publication, _ -> watch(publication, nowNs));
        Optional<String> offence = watch.limit.pictureTooLarge(publication);
        long passedNs = nowNs - watch.atNs;
        if (offence.isEmpty() && passedNs >= PERIOD.toNanos()) {
            long bits = (bytes(publication.stats()) - watch.bytes) * 8;
            offence = watch.limit.tooMuch(bits / (passedNs / NS_PER_SECOND));
            watches.put(publication, watch(publication, nowNs));
        }
        if (offence.isPresent()) {
            sentAway.add(publication);
            LOG.info(
                    "{} may not publish {} any longer: {}",
                    publication.publisher().id(),
                    publication.channel().name(),
                    offence.get());
            publication.publisher().dismiss(offence.get());
        }
    }

    private Watch watch(Publication publication, long nowNs) {
        return new Watch(
                limits.apply(publication.channel().name()), nowNs, bytes(publication.stats()));
    }

    private static long bytes(PublicationStats stats) {
        long bytes = 0;
        for (TrackKind kind : TrackKind.values()) {
            bytes += stats.bytes(kind);
        }
        return bytes;
    }
}
