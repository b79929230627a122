package dev.millrace.app;

import dev.millrace.app.setup.ClusterSetup;
import dev.millrace.app.setup.ForwardHook;
import dev.millrace.app.setup.PublisherHooks;
import dev.millrace.cluster.Cluster;
import dev.millrace.cluster.SenderStatus;
import dev.millrace.gateway.Hub;
import dev.millrace.observe.Metrics;
import dev.millrace.relay.Relays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the server has to do with others of its kind, from the moment on that the settings name
/// one: a server that knows none loads none of it. Any thread.
final class ClusterRoom implements AutoCloseable {
    private final Current current;
    private final Hub hub;
    private final Relays relays;
    private final PublisherHooks services;
    private final Metrics metrics;
    private @Nullable Cluster cluster; // guarded by this

    ClusterRoom(Current current, Hub hub, Relays relays, PublisherHooks services, Metrics metrics) {
        this.current = current;
        this.hub = hub;
        this.relays = relays;
        this.services = services;
        this.metrics = metrics;
    }

    /// Takes what is set now.
    synchronized void refresh() {
        if (cluster != null) {
            cluster.refresh();
        } else if (ClusterSetup.isWanted(current.config().rules())) {
            cluster = begin();
        }
    }

    private Cluster begin() {
        var made =
                new Cluster(
                        hub.channels(),
                        relays,
                        name -> ClusterSetup.settings(current.of(name)),
                        ForwardHook.by(services),
                        hub.node());
        hub.channels().demand(made.demand());
        hub.entry().upstream(made.upstream());
        metrics.add(made.metrics());
        hub.housekeeper().add(made);
        return made;
    }

    /// How publications fare on their way to others, by channel.
    synchronized List<SenderStatus> forwards() {
        return cluster == null ? List.of() : cluster.forwards();
    }

    /// Sends what is left, when all channels have ended, and hangs up.
    @Override
    public synchronized void close() {
        if (cluster != null) {
            cluster.close();
        }
    }
}
