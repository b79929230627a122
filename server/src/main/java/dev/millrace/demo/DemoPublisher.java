package dev.millrace.demo;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.ChannelBusyException;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Publisher;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Frame;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import dev.millrace.testcard.ClockMarker;
import dev.millrace.testcard.TestCard;
import dev.millrace.testcard.TestCardSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes a moving test picture with a tone and a clock to `live/demo`, in real time. Each
/// picture carries the time of its sending, so that a probe on this machine knows the latency.
public final class DemoPublisher implements Publisher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoPublisher.class);
    private static final ChannelName NAME =
            new ChannelName(ChannelName.DEFAULT_VHOST, "live", "demo");

    private final Sessions sessions;
    private final Session session;
    private final Publication publication;
    private final Thread thread;

    /// Takes the channel and starts to publish.
    ///
    /// @throws ProtocolException if the server may hold no further channel
    public static DemoPublisher start(Channels channels, Sessions sessions)
            throws ChannelBusyException, ProtocolException {
        return new DemoPublisher(channels, sessions);
    }

    private DemoPublisher(Channels channels, Sessions sessions)
            throws ChannelBusyException, ProtocolException {
        this.sessions = sessions;
        this.session =
                sessions.open(
                        new Session.Opening("demo", "this server", Instant.now(), this::dismiss));
        this.publication =
                channels.publish(NAME, this, Channels.Policy.REJECT, Duration.ofSeconds(5));
        session.engage(Session.Role.PUBLISHER, NAME.toString());
        this.thread = Thread.ofVirtual().name("demo").unstarted(this::run);
        thread.start();
        LOG.info("{} publishes a test picture to {}", session.id(), NAME);
    }

    @Override
    public String id() {
        return session.id();
    }

    @Override
    public String protocol() {
        return session.protocol();
    }

    @Override
    public String remote() {
        return session.remote();
    }

    @Override
    public void dismiss(String reason) {
        LOG.info("{} stops the test picture: {}", session.id(), reason);
        thread.interrupt();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try (publication) {
            publish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sessions.close(session);
        }
    }

    private void publish() throws InterruptedException {
        // The picture shows the local time: what a viewer compares with the clock on the wall.
        long timeOfDayUs = LocalTime.now(ZoneId.systemDefault()).toNanoOfDay() / 1_000;
        var card = new TestCard(TestCardSettings.DEFAULT, timeOfDayUs);
        publication.configure(card.videoConfig());
        card.audioConfig().ifPresent(publication::configure);
        long startNs = System.nanoTime();
        while (!publication.isRevoked()) {
            long aheadNs = startNs + card.nextDtsUs() * 1_000 - System.nanoTime();
            if (aheadNs > 0) {
                Thread.sleep(Duration.ofNanos(aheadNs));
            }
            Frame frame = card.next();
            ClockMarker.write(frame.payload(), System.nanoTime());
            session.bytesIn().add(frame.payload().length);
            publication.heard(System.nanoTime());
            publication.write(frame.header(), ByteBuffer.wrap(frame.payload()));
        }
    }
}
