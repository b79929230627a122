package dev.millrace.edge.link;

import dev.millrace.edge.source.EdgeSource;
import dev.millrace.edge.source.EdgeSources;
import dev.millrace.edge.source.SourceListener;
import dev.millrace.net.Backoff;
import dev.millrace.segment.Segment;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the connection to the control node: opens it, and opens it again when it ends, after a
/// while that grows and is left to chance in part. Without a control node everything else goes on.
/// Any thread.
public final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /// A connection that lasted so long, or over which a segment came across, was a good one: the
    /// next try comes soon.
    private static final Duration GOOD = Duration.ofSeconds(30);

    /// Until the next try. Half of it is left to chance.
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), 0.5);

    /// For what is being read when the server stops.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LinkSettings settings;
    private final EdgeSources sources;
    private final LinkCounts counts;
    private final HttpClient client;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable LinkSession session;
    private volatile LinkStatus status;

    private Link(LinkSettings settings, EdgeSources sources, LinkCounts counts) {
        this.settings = settings;
        this.sources = sources;
        this.counts = counts;
        this.status = LinkStatus.off(now());
        this.client =
                HttpClient.newBuilder()
                        .executor(
                                Executors.newThreadPerTaskExecutor(
                                        Thread.ofVirtual().name("edge link ", 0).factory()))
                        .build();
        this.thread = Thread.ofVirtual().name("edge link").unstarted(this::run);
    }

    /// Begins to connect.
    public static Link start(LinkSettings settings, EdgeSources sources, LinkCounts counts) {
        var link = new Link(settings, sources, counts);
        sources.listener(link.new Ears());
        link.thread.start();
        return link;
    }

    public LinkStatus status() {
        return status;
    }

    /// Ends without interrupting anyone: a thread that is closes the file it reads, and what cannot
    /// be read is lost.
    @Override
    public void close() {
        sources.listener(SourceListener.NONE);
        closing.countDown();
        LinkSession present = session;
        if (present != null) {
            present.end("this node is stopping");
        }
        client.shutdownNow();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        try {
            boolean ended = closing.getCount() == 0;
            while (!ended) {
                long beganNs = System.nanoTime();
                long before = counts.confirmed();
                String why = runOnce();
                boolean good =
                        counts.confirmed() > before || System.nanoTime() - beganNs > GOOD.toNanos();
                failures = good ? 1 : failures + 1;
                fail(why, failures);
                double chance = ThreadLocalRandom.current().nextDouble();
                long waitNs = BACKOFF.delay(failures, chance).toNanos();
                ended = closing.await(waitNs, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return why it ended
    private String runOnce() throws InterruptedException {
        update(it -> it.become(LinkStatus.State.CONNECTING, now()));
        var opened =
                new LinkSession(settings, sources, new Transfers(sources, counts), new Notes());
        session = opened;
        if (closing.getCount() == 0) {
            opened.end("this node is stopping");
        }
        try {
            opened.run(client);
            return "it ended";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the connection to the control node failed", e);
            return e.toString();
        } finally {
            session = null;
        }
    }

    /// One line when it begins, and not one for each try.
    private void fail(String why, int failures) {
        counts.failed();
        if (closing.getCount() == 0) {
            return;
        }
        boolean news = failures == 1 || !status.lastError().filter(why::equals).isPresent();
        if (news) {
            LOG.warn("no connection to the control node {}: {}", settings.control(), why);
        }
        update(it -> it.failed(why, now()));
    }

    private synchronized void update(UnaryOperator<LinkStatus> change) {
        status = change.apply(status);
    }

    private Instant now() {
        return sources.clock().onTheWall();
    }

    /// What a session says of itself.
    private final class Notes implements LinkSession.Watcher {
        @Override
        public void welcomed(String controlNode) {
            counts.connected();
            update(it -> it.welcomed(controlNode, now()));
            LOG.info("connected to control node {} at {}", controlNode, settings.control());
        }

        @Override
        public void reported() {
            update(it -> it.reported(now()));
        }
    }

    /// Hears of sources, and tells whoever sends.
    private final class Ears implements SourceListener {
        @Override
        public void appeared(EdgeSource source) {
            LinkSession present = session;
            if (present != null) {
                present.announce();
            }
        }

        @Override
        public void added(EdgeSource source, Segment segment) {
            LinkSession present = session;
            if (present != null) {
                present.added(source, segment);
            }
        }

        @Override
        public void changed() {
            LinkSession present = session;
            if (present != null) {
                present.wake();
            }
        }
    }
}
