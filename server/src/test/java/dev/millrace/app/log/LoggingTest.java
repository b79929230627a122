package dev.millrace.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.channel.Group;
import dev.millrace.channel.GroupFrame;
import dev.millrace.channel.Packager;
import dev.millrace.channel.WireFormat;
import dev.millrace.channel.WireOut;
import dev.millrace.channel.WireReader.Next;
import dev.millrace.testing.FlvDownload;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import dev.millrace.testing.WebServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LoggingTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Logging.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        Logging.logFailures();
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false); // what is expected is not printed
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void aPackagerThatFailsIsLoggedOnceAndTheOthersGoOn() throws InterruptedException {
        try (var server = new WebServer()) {
            TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(500));
            try (var flv = new FlvDownload(server.uri("/live/cam.flv"))) {
                flv.awaitFrames(publisher.written().size());
                var failing = new WireFormat<String>("failing", false, Failing::new);
                try (var reader = publisher.publication().channel().watch(failing)) {
                    assertThat(reader.next()).isInstanceOf(Next.Ended.class);
                }
                publisher.write(Duration.ofSeconds(1));
                flv.awaitFrames(publisher.written().size());
            }
            Waiting.until("a line", () -> !failures().isEmpty());
            assertThat(failures()).containsExactly("wire failing live/cam failed");
        }
    }

    private List<String> failures() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("failing"))
                .toList();
    }

    private static final class Failing implements Packager<String> {
        @Override
        public String open(Group group, boolean missed, WireOut out) {
            throw new IllegalStateException("this test makes a packager fail");
        }

        @Override
        public void frame(GroupFrame frame, WireOut out) {}

        @Override
        public void payload(ByteBuffer bytes, WireOut out) {}

        @Override
        public void endFrame(GroupFrame frame, WireOut out) {}
    }
}
