package dev.millrace.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.channel.Channel;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.channel.TimelineRepair;
import dev.millrace.media.FrameHeader;
import dev.millrace.testing.Feed;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepairWatchTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final Channels channels =
            new Channels(
                    ChannelSettings.DEFAULT, new MemoryBudget(Long.MAX_VALUE), System::nanoTime);
    private final Feed feed = Feed.open(channels, new Sessions(), "live/repaired");
    private final Channel channel = feed.channel();
    private final RepairWatch watch = new RepairWatch(channel);

    private final Logger logger = (Logger) LoggerFactory.getLogger(RepairWatch.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        feed.close();
        channels.close("the test is over");
    }

    @Test
    void tellsHowManyThereWereInTheLastMinute() {
        for (int second = 0; second <= 120; second++) {
            if (second < 60 && second % 5 == 0) {
                sendDtsAfterPts(1);
            }
            watch.sample(second * SECOND_NS);
            if (second == 59) {
                assertThat(watch.text(TimelineRepair.DTS_AFTER_PTS))
                        .isEqualTo("encoder sends DTS after PTS: 12 repairs/min");
            }
        }
        assertThat(watch.perMinute(TimelineRepair.DTS_AFTER_PTS)).isZero();
        sendDtsAfterPts(1);
        assertThat(watch.text(TimelineRepair.DTS_AFTER_PTS))
                .isEqualTo("encoder sends DTS after PTS: 1 repair/min");
    }

    @Test
    void theLogHasALinePerKindAndMinute() {
        watch.sample(0);
        assertThat(lines()).isEmpty();
        for (int second = 1; second <= 120; second++) {
            sendDtsAfterPts(2);
            watch.sample(second * SECOND_NS);
        }
        String publisher = feed.id();
        assertThat(lines())
                .containsExactly(
                        publisher + " live/repaired: encoder sends DTS after PTS (2 repaired)",
                        publisher + " live/repaired: encoder sends DTS after PTS (120 repaired)");
    }

    private int sent;

    private void sendDtsAfterPts(int times) {
        for (int i = 0; i < times; i++) {
            var header = FrameHeader.video(sent++ * 40_000L, -20_000, true, 1);
            feed.publication().write(header, ByteBuffer.wrap(new byte[1]));
        }
    }

    private List<String> lines() {
        return log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("live/repaired"))
                .toList();
    }
}
