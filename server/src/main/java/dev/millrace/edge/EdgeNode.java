package dev.millrace.edge;

import dev.millrace.access.Access;
import dev.millrace.channel.Channels;
import dev.millrace.edge.cache.SegmentCache;
import dev.millrace.edge.http.EdgeHandler;
import dev.millrace.edge.http.EdgeView;
import dev.millrace.edge.intake.ChannelIntake;
import dev.millrace.edge.intake.IntakeCounts;
import dev.millrace.edge.intake.PlaylistIntake;
import dev.millrace.edge.intake.SegmentReader;
import dev.millrace.edge.link.Link;
import dev.millrace.edge.link.LinkCounts;
import dev.millrace.edge.link.LinkStatus;
import dev.millrace.edge.source.EdgeSources;
import dev.millrace.edge.spool.Spool;
import dev.millrace.machine.FolderLock;
import dev.millrace.net.Housekeeper;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that runs because this server is an edge node. Any thread.
public final class EdgeNode implements AutoCloseable, Housekeeper.Chore {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeNode.class);
    private static final long TICK_NS = Duration.ofSeconds(1).toNanos();

    private final EdgeSettings settings;
    private final FolderLock lock;
    private final EdgeSources sources;
    private final IntakeCounts intake = new IntakeCounts();
    private final LinkCounts counts = new LinkCounts();
    private final PlaylistIntake playlists;
    private final ChannelIntake channels;
    private final Optional<Link> link;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private long tickedNs = System.nanoTime() - TICK_NS; // of the housekeeper

    /// Takes up what an earlier process left, and begins.
    ///
    /// @throws IOException if its folder cannot be used, or has what cannot be read
    public static EdgeNode start(EdgeSettings settings, Channels channels) throws IOException {
        return start(settings, channels, Clock.systemUTC(), System::nanoTime);
    }

    /// The same by other clocks.
    static EdgeNode start(
            EdgeSettings settings, Channels channels, Clock wall, LongSupplier clockNs)
            throws IOException {
        FolderLock lock = FolderLock.take(settings.folder());
        try {
            return new EdgeNode(settings, lock, channels, wall, clockNs);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private EdgeNode(
            EdgeSettings settings,
            FolderLock lock,
            Channels channels,
            Clock wall,
            LongSupplier clockNs)
            throws IOException {
        this.settings = settings;
        this.lock = lock;
        Spool spool = Spool.open(settings.folder().resolve("spool"), settings.spoolBytesMax());
        SegmentCache cache = SegmentCache.open(settings.cache());
        this.sources = EdgeSources.open(settings.folder(), cache, spool, wall, clockNs);
        this.playlists = new PlaylistIntake(sources, new SegmentReader(settings.allowed()), intake);
        this.channels =
                new ChannelIntake(
                        channels, sources, intake, settings.channels(), settings.segment());
        this.link = settings.link().map(it -> Link.start(it, sources, counts));
    }

    /// Answers what edge nodes are asked.
    public Handler handler(Access access) {
        return new EdgeHandler(
                new EdgeView(
                        settings.name(),
                        sources,
                        playlists,
                        intake,
                        counts,
                        this::status,
                        settings.defaults(),
                        settings.report()),
                access);
    }

    /// What is measured of it.
    public MultiCollector metrics() {
        return new EdgeMetrics(sources, intake, counts, this::status);
    }

    private LinkStatus status() {
        return link.map(Link::status).orElseGet(() -> LinkStatus.off(sources.clock().onTheWall()));
    }

    @Override
    public void tick(long nowNs) {
        if (nowNs - tickedNs >= TICK_NS && ticking.compareAndSet(false, true)) {
            tickedNs = nowNs;
            Thread.ofVirtual().name("edge tick").start(this::tick);
        }
    }

    /// Waits for a disk, as no chore of the housekeeper's may.
    private void tick() {
        try {
            channels.tick();
            sources.tick();
        } catch (RuntimeException e) {
            LOG.error("housekeeping failed", e);
        } finally {
            ticking.set(false);
        }
    }

    @Override
    public void close() {
        channels.close();
        playlists.close();
        link.ifPresent(Link::close);
        sources.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("{} cannot be let go of: {}", settings.folder(), e.toString());
        }
    }
}
