package dev.millrace.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProgressTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final Sessions sessions = new Sessions();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Progress.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Thread own = Thread.currentThread();
    private Optional<Duration> period = Optional.of(Duration.ofSeconds(10));
    private final Progress progress = new Progress(sessions, () -> period, 0);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false); // what is expected is not printed
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    /// Other tests may have servers that say something, too.
    private List<String> lines() {
        List<String> lines =
                List.copyOf(log.list).stream()
                        .filter(it -> it.getThreadName().equals(own.getName()))
                        .map(ILoggingEvent::getFormattedMessage)
                        .toList();
        log.list.clear();
        return lines;
    }

    private Session open(String protocol, Session.Role role, String channel) {
        Session session =
                sessions.open(new Session.Opening(protocol, "10.0.0.1:5", Instant.EPOCH, _ -> {}));
        session.engage(role, channel);
        return session;
    }

    @Test
    void oneLineForEachKindHoweverManyThereAre() {
        Session publisher = open("rtmp", Session.Role.PUBLISHER, "live/cam");
        Session first = open("rtmp", Session.Role.VIEWER, "live/cam");
        Session second = open("flv", Session.Role.VIEWER, "live/cam");
        Session relay = open("relay", Session.Role.PUBLISHER, "live/door");
        progress.tick(10 * SECOND_NS);
        assertThat(lines()).hasSize(3);

        publisher.bytesIn().add(1_250_000);
        first.bytesOut().add(1_250_000);
        second.bytesOut().add(2_500_000);
        relay.bytesIn().add(625_000);
        progress.tick(15 * SECOND_NS);
        assertThat(lines()).isEmpty();
        progress.tick(20 * SECOND_NS);
        assertThat(lines())
                .containsExactly(
                        "s1 publishes live/cam at 1000 kbit/s; 1 publishers, 1000 kbit/s",
                        "s3 plays live/cam at 2000 kbit/s; 2 viewers, 3000 kbit/s",
                        "s4 is fetched for live/door at 500 kbit/s; 1 relays, 500 kbit/s");
        progress.tick(30 * SECOND_NS);
        assertThat(lines()).contains("s2 plays live/cam at 0 kbit/s; 2 viewers, 0 kbit/s");
    }

    @Test
    void nobodyAndNeverAreNoLines() {
        progress.tick(10 * SECOND_NS);
        open("rtmp", Session.Role.VIEWER, "live/cam");
        period = Optional.empty();
        progress.tick(100 * SECOND_NS);
        assertThat(lines()).isEmpty();
    }
}
