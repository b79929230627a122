package dev.millrace.testing;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.ChannelBusyException;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Publisher;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.media.ChannelName;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.testcard.TestCard;
import dev.millrace.testcard.TestCardSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A publisher inside the test: writes the test card into the bus, as much as it is told to and as
/// fast as it goes.
public final class TestPublisher implements AutoCloseable {
    /// The smallest picture there is, with a key frame each second.
    public static final TestCardSettings SMALL =
            TestCardSettings.DEFAULT.withSize(160, 90).withFrameRate(25, 25);

    private final Publication publication;
    private final TestCard card;
    private final List<Frame> written = new ArrayList<>();

    public TestPublisher(Channels channels, String channel) {
        this(channels, channel, SMALL);
    }

    public TestPublisher(Channels channels, String channel, TestCardSettings settings) {
        publication = publication(channels, channel);
        card = new TestCard(settings, 0);
        publication.configure(card.videoConfig());
        card.audioConfig().ifPresent(publication::configure);
    }

    /// The right to write a channel, for tests that bring their own frames.
    public static Publication publication(Channels channels, String channel) {
        try {
            return channels.publish(
                    ChannelName.parse(channel),
                    new Nobody(),
                    Channels.Policy.REJECT,
                    Duration.ofSeconds(5));
        } catch (ProtocolException | ChannelBusyException e) {
            throw new AssertionError(e);
        }
    }

    /// Who publishes, as far as the bus is told.
    public static Publisher nobody() {
        return new Nobody();
    }

    private record Nobody() implements Publisher {
        @Override
        public String id() {
            return "s0";
        }

        @Override
        public String protocol() {
            return "test";
        }

        @Override
        public String remote() {
            return "inside the test";
        }

        @Override
        public void dismiss(String reason) {}
    }

    public Publication publication() {
        return publication;
    }

    public CodecConfig videoConfig() {
        return card.videoConfig();
    }

    public CodecConfig audioConfig() {
        return card.audioConfig().orElseThrow();
    }

    /// Everything written so far, in order.
    public List<Frame> written() {
        return List.copyOf(written);
    }

    /// Writes so much more of the card.
    public TestPublisher write(Duration span) {
        long untilUs = card.nextDtsUs() + span.toNanos() / 1000;
        while (card.nextDtsUs() < untilUs) {
            write(card.next());
        }
        return this;
    }

    /// Writes a frame of the test's own.
    public void write(Frame frame) {
        publication.write(frame.header(), ByteBuffer.wrap(frame.payload()));
        written.add(frame);
    }

    /// Describes the stream as encoders do: to late viewers, and as a message in the stream.
    public void describe(byte[] onMetaData) {
        publication.configure(FlvDemuxer.DATA);
        publication.describe(ByteBuffer.wrap(onMetaData));
        write(new Frame(FrameHeader.data(0, onMetaData.length), onMetaData));
    }

    /// Leaves the channel, as an encoder that stops.
    @Override
    public void close() {
        publication.close();
    }
}
