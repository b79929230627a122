package dev.millrace.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.delivery.Lanes;
import dev.millrace.entry.Entry;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.Vhosts;
import dev.millrace.net.Housekeeper;
import dev.millrace.observe.Sessions;
import dev.millrace.testing.TestPublisher;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Channels that are cut whether or not anybody watches, and how that is known.
class HlsAlwaysTest {
    private final Channels channels =
            new Channels(ChannelSettings.DEFAULT, new MemoryBudget(64L << 20), System::nanoTime);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean always;

    private HlsSettings settings() {
        asked.incrementAndGet();
        return new HlsSettings(
                true,
                always,
                Duration.ofSeconds(2),
                3,
                Optional.empty(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Optional.empty(),
                32L << 20);
    }

    @Test
    void settingsAreAskedForAgainWhenTheyMayHaveChanged() {
        try (var lanes = new Lanes(1);
                var housekeeper = new Housekeeper();
                var publisher = new TestPublisher(channels, "live/cam")) {
            var hub =
                    new Hub(
                            channels,
                            lanes,
                            new Sessions(),
                            housekeeper,
                            () -> Vhosts.NONE,
                            Entry.open(),
                            "test");
            Clock clock = Clock.systemUTC();
            var gateway =
                    new HlsGateway(
                            hub,
                            _ -> settings(),
                            new HlsNumbers(clock, Optional.empty()),
                            clock,
                            _ -> {});
            publisher.write(Duration.ofMillis(100));
            ticks(gateway);
            assertThat(asked).hasValue(1);
            assertThat(gateway.cutting()).isZero();

            always = true;
            gateway.refresh();
            ticks(gateway);
            assertThat(asked).hasValue(2);
            assertThat(gateway.cutting()).isOne();
        }
    }

    private static void ticks(HlsGateway gateway) {
        for (int i = 0; i < 3; i++) {
            gateway.tick(System.nanoTime());
        }
    }
}
