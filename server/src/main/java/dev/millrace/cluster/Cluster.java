package dev.millrace.cluster;

import dev.millrace.channel.Channels;
import dev.millrace.channel.Demand;
import dev.millrace.entry.Upstream;
import dev.millrace.media.ChannelName;
import dev.millrace.net.Housekeeper;
import dev.millrace.relay.Relays;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.util.List;
import java.util.function.Function;

/// What this server has to do with others of its kind. Any thread.
public final class Cluster implements Housekeeper.Chore, AutoCloseable {
    private final OriginHealth health = new OriginHealth(System::nanoTime);
    private final OriginPulls pulls;
    private final OriginGate gate;
    private final Forwards forwards;

    /// @param settings of each channel
    /// @param relays of the server; those for origins are added to them
    /// @param others where publications go besides what is set
    /// @param node this server among others, by a name that no other has
    public Cluster(
            Channels channels,
            Relays relays,
            Function<ChannelName, ClusterSettings> settings,
            Destinations others,
            String node) {
        var origins = new Origins(health, node);
        this.pulls = new OriginPulls(channels, relays, settings, origins);
        this.gate = new OriginGate(settings, origins, pulls);
        this.forwards = new Forwards(channels, settings, gate::dial, others, node);
    }

    /// Who fetches what somebody wants to watch: from origins, or as the relays do.
    public Demand demand() {
        return pulls;
    }

    /// Who is asked about the channels of origins.
    public Upstream upstream() {
        return gate;
    }

    /// How publications fare on their way to others, by channel.
    public List<SenderStatus> forwards() {
        return forwards.list();
    }

    public MultiCollector metrics() {
        return new ClusterMetrics(forwards::list);
    }

    /// Takes what is set for channels anew. Whoever has an origin, and may keep it, keeps it.
    public void refresh() {
        forwards.refresh();
        pulls.refresh();
    }

    @Override
    public void tick(long nowNs) {
        health.tick(nowNs);
        pulls.tick(nowNs);
        gate.tick(nowNs);
        forwards.tick(nowNs);
    }

    /// Sends what is left, when all channels have ended, and hangs up.
    @Override
    public void close() {
        forwards.close();
    }
}
