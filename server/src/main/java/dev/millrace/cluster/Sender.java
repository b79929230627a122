package dev.millrace.cluster;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Subscription;
import dev.millrace.client.RejectedException;
import dev.millrace.client.RtmpPublisher;
import dev.millrace.cluster.SenderStatus.State;
import dev.millrace.net.Backoff;
import dev.millrace.relay.Transfer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One publication on its way to one destination, on a virtual thread of its own: connected, and
/// connected again, until the publication is over. It reads the channel as any viewer does, so it
/// holds up neither the publisher nor anybody else.
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), 0.2);

    /// A connection that held for so long was well: earlier failures are forgotten.
    private static final Duration HEALTHY = Duration.ofSeconds(10);

    /// A destination that has not taken one frame in so long is given up, and connected to again.
    private static final Duration STALL = Duration.ofSeconds(30);

    private final Channel channel;
    private final Publication publication;
    private final Dial dial;
    private final Transfer.Counts counts = new Transfer.Counts();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Now now = new Now(State.CONNECTING, "", 0, 0);
    private volatile @Nullable Line line;

    /// What it does.
    ///
    /// @param retryAtNs when it tries again, if it waits
    private record Now(State state, String reason, int failures, long retryAtNs, Instant since) {
        Now(State state, String reason, int failures, long retryAtNs) {
            this(state, reason, failures, retryAtNs, Instant.now());
        }
    }

    /// A connection, and what goes over it.
    private record Line(RtmpPublisher to, Transfer transfer, Subscription frames) {}

    private Sender(Channel channel, Publication publication, Dial dial) {
        this.channel = channel;
        this.publication = publication;
        this.dial = dial;
        this.thread = Thread.ofVirtual().name("forward " + channel.name()).unstarted(this::run);
    }

    static Sender start(Channel channel, Publication publication, Dial dial) {
        var sender = new Sender(channel, publication, dial);
        sender.thread.start();
        return sender;
    }

    Publication publication() {
        return publication;
    }

    boolean isOver() {
        return done.getCount() == 0;
    }

    /// Ends it, soon.
    void stop() {
        stopping = true;
        Line open = line;
        if (open != null) {
            open.frames().close();
        }
        thread.interrupt();
    }

    /// Waits until it is over.
    boolean await(Duration atMost) throws InterruptedException {
        return done.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Hangs up on a destination that takes nothing.
    void tick(long nowNs) {
        Line open = line;
        long busySinceNs = open == null ? 0 : open.transfer().busySinceNs();
        if (open != null && busySinceNs != 0 && nowNs - busySinceNs > STALL.toNanos()) {
            line = null;
            Thread.ofVirtual().name("hang up " + channel.name()).start(open.to()::close);
        }
    }

    SenderStatus status() {
        Now is = now;
        Duration left = Duration.ofNanos(Math.max(0, is.retryAtNs() - System.nanoTime()));
        return new SenderStatus(
                channel.name(),
                dial.shown(),
                dial.isMaster(),
                is.state(),
                is.reason(),
                is.since(),
                is.state() == State.WAITING ? Optional.of(left) : Optional.empty(),
                is.failures(),
                counts.frames().sum(),
                counts.bytes().sum(),
                counts.missedGroups().sum());
    }

    private void run() {
        try {
            for (int failures = 0; !isSent(failures) && !stopping; ) {
                failures = now.failures();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it was told to stop
        } catch (RuntimeException e) {
            LOG.error("{} cannot be forwarded to {}", channel.name(), dial.shown(), e);
        } finally {
            done.countDown();
        }
    }

    /// Tries once, and waits if that fails.
    ///
    /// @return whether it is over
    private boolean isSent(int failures) throws InterruptedException {
        long beganNs = System.nanoTime();
        try {
            send(failures);
            return true;
        } catch (IOException e) {
            if (e instanceof RejectedException && dial.isMaster()) {
                publication.publisher().dismiss("the origin refuses it: " + e.getMessage());
                return true;
            }
            failed(e, beganNs, failures);
            return false;
        }
    }

    /// Who connects at once begins at the beginning, who comes later at the newest key frame.
    private void send(int failures) throws IOException, InterruptedException {
        now = new Now(State.CONNECTING, now.reason(), failures, 0);
        try (RtmpPublisher to = dial.connect();
                Subscription frames =
                        failures == 0 ? channel.subscribeFromOldest() : channel.subscribe()) {
            now = new Now(State.SENDING, "", failures, 0);
            LOG.info("{} is forwarded to {}", channel.name(), dial.shown());
            var transfer = new Transfer(publication.epoch(), frames, to, counts);
            line = new Line(to, transfer, frames);
            if (stopping) {
                return;
            }
            transfer.run();
        } finally {
            line = null;
        }
    }

    /// Waits before the next try.
    private void failed(IOException why, long beganNs, int before) throws InterruptedException {
        boolean wasSending = now.state() == State.SENDING;
        if (wasSending) {
            dial.broke();
        }
        boolean wasWell = wasSending && System.nanoTime() - beganNs > HEALTHY.toNanos();
        int failures = wasWell ? 1 : before + 1;
        Duration delay = BACKOFF.delay(failures, ThreadLocalRandom.current().nextDouble());
        String reason = String.valueOf(why.getMessage());
        if (!reason.equals(now.reason())) {
            LOG.warn("{} cannot be forwarded to {}: {}", channel.name(), dial.shown(), reason);
        }
        now = new Now(State.WAITING, reason, failures, System.nanoTime() + delay.toNanos());
        Thread.sleep(delay);
    }
}
