package dev.millrace.testing;

import dev.millrace.channel.Channel;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.channel.Publication;
import dev.millrace.media.CodecConfig;
import dev.millrace.testcard.TestCard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// A channel over weeks that pass in seconds: under a clock of its own, with a group every few
/// seconds, and every picture where a counter of some format ends. Belongs to one thread.
public final class LongRun implements AutoCloseable {
    /// Where 24 bits of milliseconds end (FLV, RTMP), half of 33 bits of 90 kHz and all of them
    /// (TS), 31 bits of milliseconds and 32.
    public static final List<Duration> ENDS =
            List.of(
                    Duration.ofMillis(1L << 24),
                    Duration.ofMillis((1L << 32) / 90),
                    Duration.ofMillis((1L << 33) / 90),
                    Duration.ofMillis(1L << 31),
                    Duration.ofMillis(1L << 32));

    /// Just so long that it is a pause and no jump.
    private static final long STRIDE_MS = 9_000;

    private static final long FRAME_MS = 40;

    /// How far from an end every picture is there; further than a stride.
    private static final long NEAR_MS = 20_000;

    private static final byte[] PICTURE = {0, 0, 0, 2, 0x65, (byte) 0x88};

    private static final byte[] SOUND = {0x21, 0x10};

    private final AtomicLong nowNs = new AtomicLong(1_000_000_000_000L);
    private final Channels channels =
            new Channels(ChannelSettings.DEFAULT, new MemoryBudget(Long.MAX_VALUE), nowNs::get);
    private final TestCard card = new TestCard(TestPublisher.SMALL, 0);
    private final Publication publication = TestPublisher.publication(channels, "live/long");

    /// No more than a NAL unit of two bytes.
    public static byte[] picture() {
        return PICTURE.clone();
    }

    /// As little.
    public static byte[] sound() {
        return SOUND.clone();
    }

    public Publication publication() {
        return publication;
    }

    public Channel channel() {
        return publication.channel();
    }

    public CodecConfig videoConfig() {
        return card.videoConfig();
    }

    public CodecConfig audioConfig() {
        return card.audioConfig().orElseThrow();
    }

    /// Passes the time from zero to past the last of the [#ENDS], and has a picture and a sound
    /// sent at each of these milliseconds.
    public void run(LongConsumer send) {
        long endMs = ENDS.getLast().plusMinutes(1).toMillis();
        long atMs = 0;
        while (atMs < endMs) {
            send.accept(atMs);
            long stepMs = isNearAnEnd(atMs) ? FRAME_MS : STRIDE_MS;
            atMs += stepMs;
            nowNs.addAndGet(stepMs * 1_000_000);
        }
    }

    /// When FFmpeg decodes the pictures of a file, in the units of its format.
    public static List<Long> videoTimes(Path file) {
        return Ffprobe.video(file, "packet=dts").stream()
                .filter(line -> line.matches("-?\\d+"))
                .map(Long::valueOf)
                .toList();
    }

    private static boolean isNearAnEnd(long atMs) {
        return ENDS.stream().anyMatch(end -> Math.abs(end.toMillis() - atMs) <= NEAR_MS);
    }

    @Override
    public void close() {
        publication.close();
        channels.close("the test is over");
    }
}
