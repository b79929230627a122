package dev.millrace.channel;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.Channels.Policy;
import dev.millrace.media.ChannelName;
import java.time.Duration;

/// All channels of a server, under a clock that the test moves.
final class House {
    static final ChannelName CAM = new ChannelName(ChannelName.DEFAULT_VHOST, "live", "cam");
    static final Duration STALE = Duration.ofSeconds(5);

    /// The defaults, but every byte goes on at once.
    static final ChannelSettings SETTINGS = settings(64 << 20, Duration.ZERO, 3);

    final ManualClock clock = new ManualClock();
    final MemoryBudget budget;
    final Channels channels;

    House() {
        this(SETTINGS);
    }

    House(ChannelSettings settings) {
        this(settings, Long.MAX_VALUE);
    }

    House(ChannelSettings settings, long budgetBytes) {
        budget = new MemoryBudget(budgetBytes);
        channels = new Channels(settings, budget, clock);
    }

    static ChannelSettings settings(long memoryBytes, Duration batch, int channelsMax) {
        return new ChannelSettings(
                Duration.ofSeconds(10),
                memoryBytes,
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                batch,
                Duration.ofSeconds(10),
                channelsMax,
                false,
                false);
    }

    static ChannelSettings mixing() {
        ChannelSettings of = SETTINGS;
        return new ChannelSettings(
                of.window(),
                of.memoryBytes(),
                of.groupMax(),
                of.grace(),
                of.batch(),
                of.lagMax(),
                of.channelsMax(),
                false,
                true);
    }

    static ChannelName name(String stream) {
        return new ChannelName(ChannelName.DEFAULT_VHOST, "live", stream);
    }

    Channel channel() throws ProtocolException {
        return channels.join(CAM);
    }

    /// Publishes the one channel that most tests need, with video and audio.
    Feed publish() throws ChannelBusyException, ProtocolException {
        Feed feed = publish("first", Policy.REJECT);
        feed.publication().configure(FakeConfig.VIDEO);
        feed.publication().configure(FakeConfig.AUDIO);
        return feed;
    }

    /// Publishes without any track.
    Feed publish(String who, Policy policy) throws ChannelBusyException, ProtocolException {
        var publisher = new FakePublisher(who);
        return new Feed(channels.publish(CAM, publisher, policy, STALE), publisher, clock);
    }

    void pass(Duration time) {
        clock.advance(time);
        channels.tick();
    }
}
