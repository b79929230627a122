package dev.millrace.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.Channel;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.codec.H264Config;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.PlaylistParser;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Content;
import dev.millrace.testcard.TestCardSettings;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.TsDump;
import dev.millrace.testing.Waiting;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("B66: the playlist while the publisher goes and comes back, by a clock of its own")
final class HlsContinuityTest {
    private static final Duration GRACE = Duration.ofSeconds(40);
    private static final TestCardSettings OTHER = TestPublisher.SMALL.withSize(320, 180);
    private static final ChannelName CAM =
            new ChannelName(ChannelName.DEFAULT_VHOST, "live", "cam");

    private final AtomicLong nowNs = new AtomicLong(Duration.ofDays(1).toNanos());
    private final Channels channels =
            new Channels(settings(), new MemoryBudget(256L << 20), nowNs::get);
    private final Clock noon = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private final HlsStream stream =
            new HlsStream(
                    CAM,
                    HlsSettings.DEFAULT,
                    new HlsStream.Making(noon, new HlsNumbers(noon, Optional.empty()), _ -> {}),
                    false);

    @AfterEach
    void close() {
        channels.close("the test is over");
    }

    @ParameterizedTest
    @CsvSource({"1, false", "5, false", "30, false", "1, true", "5, true", "30, true"})
    void goesOnWhereItWas(int awaySeconds, boolean changed) throws Exception {
        Channel channel = publish(TestPublisher.SMALL, 4);
        MediaPlaylist before = list(2);
        pass(Duration.ofSeconds(awaySeconds));
        assertThat(stream.isEnded()).as("while the publisher is away").isFalse();
        assertThat(list(2).ended()).isFalse();

        assertThat(publish(changed ? OTHER : TestPublisher.SMALL, 4)).isSameAs(channel);
        MediaPlaylist after = list(4);
        assertThat(after.segments().subList(0, 2)).isEqualTo(before.segments());
        assertThat(after.header().mediaSequence()).isEqualTo(before.header().mediaSequence());
        assertThat(after.header().discontinuitySequence())
                .isEqualTo(before.header().discontinuitySequence());
        assertThat(after.segments())
                .extracting(MediaSegment::discontinuity)
                .containsExactly(false, false, true, false);
        int width = changed ? 320 : 160;
        TsDump last = dump(after.segments().get(2));
        assertThat(((H264Config) last.configurations().getFirst()).width()).isEqualTo(width);
        assertThat(last.frames().getFirst().header().dtsUs())
                .as("one timeline")
                .isBetween(4_000_000L, 4_100_000L);
    }

    @Test
    void endsWhenNobodyCameInTimeAndNumbersGoOnAfterThat() throws Exception {
        Channel first = publish(TestPublisher.SMALL, 4);
        MediaPlaylist before = list(2);
        pass(GRACE.plusSeconds(1));
        Waiting.until("the end", stream::isEnded);
        assertThat(list(2).ended()).isTrue();

        assertThat(publish(TestPublisher.SMALL, 4)).isNotSameAs(first);
        MediaPlaylist after = list(4);
        assertThat(after.ended()).isFalse();
        assertThat(after.segments().subList(0, 2)).isEqualTo(before.segments());
        assertThat(after.segments().get(2).discontinuity()).isTrue();
    }

    /// A publisher that comes, sends whole seconds and goes without a word.
    private Channel publish(TestCardSettings settings, int seconds) {
        var publisher = new TestPublisher(channels, "live/cam", settings);
        Channel channel = publisher.publication().channel();
        stream.ask(channel);
        publisher.write(Duration.ofSeconds(seconds));
        publisher.close();
        return channel;
    }

    private void pass(Duration time) {
        nowNs.addAndGet(time.toNanos());
        channels.tick();
    }

    private MediaPlaylist list(int segments) throws ProtocolException {
        Waiting.until(segments + " segments", () -> count() == segments);
        return parse(stream.playlist(PlaylistUrl.BESIDE).orElseThrow());
    }

    private int count() {
        try {
            Optional<Content> playlist = stream.playlist(PlaylistUrl.BESIDE);
            return playlist.isEmpty() ? 0 : parse(playlist.get()).segments().size();
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private TsDump dump(MediaSegment segment) {
        String number = segment.resource().uri().replaceAll("\\D", "");
        return TsDump.of(bytes(stream.segment(Long.parseLong(number)).orElseThrow()));
    }

    private static MediaPlaylist parse(Content content) throws ProtocolException {
        String text = new String(bytes(content), StandardCharsets.UTF_8);
        return (MediaPlaylist) PlaylistParser.parse(text);
    }

    private static byte[] bytes(Content content) {
        var bytes = new ByteArrayOutputStream();
        for (ByteBuffer part : content.body()) {
            byte[] piece = new byte[part.remaining()];
            part.duplicate().get(piece);
            bytes.writeBytes(piece);
        }
        return bytes.toByteArray();
    }

    private static ChannelSettings settings() {
        ChannelSettings usual = ChannelSettings.DEFAULT;
        return new ChannelSettings(
                usual.window(),
                usual.memoryBytes(),
                usual.groupMax(),
                GRACE,
                Duration.ZERO,
                usual.lagMax(),
                usual.channelsMax(),
                false,
                false);
    }
}
