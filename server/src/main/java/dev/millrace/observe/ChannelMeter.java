package dev.millrace.observe;

import dev.millrace.channel.Publication;
import dev.millrace.channel.PublicationStats;
import dev.millrace.media.TrackKind;
import org.jspecify.annotations.Nullable;

/// What goes into and out of one channel, over all its publications. Belongs to whoever samples.
final class ChannelMeter {
    private final RateWindow in = new RateWindow();
    private final RateWindow out = new RateWindow();
    private final RateWindow video = new RateWindow();
    private final RateWindow audio = new RateWindow();
    private final RateWindow pictures = new RateWindow();

    private @Nullable Publication publication;
    private Counts before = Counts.NONE;
    private Counts now = Counts.NONE;
    private long outBytes;

    /// @param before what earlier publications sent
    private record Counts(long videoBytes, long audioBytes, long dataBytes, long pictures) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        static Counts of(PublicationStats stats) {
            return new Counts(
                    stats.bytes(TrackKind.VIDEO),
                    stats.bytes(TrackKind.AUDIO),
                    stats.bytes(TrackKind.DATA),
                    stats.frames(TrackKind.VIDEO));
        }

        Counts plus(Counts more) {
            return new Counts(
                    videoBytes + more.videoBytes,
                    audioBytes + more.audioBytes,
                    dataBytes + more.dataBytes,
                    pictures + more.pictures);
        }

        long bytes() {
            return videoBytes + audioBytes + dataBytes;
        }
    }

    void sent(long bytes) {
        outBytes += bytes;
    }

    long outBytes() {
        return outBytes;
    }

    void sample(long nowNs, @Nullable Publication present) {
        if (present != publication) {
            before = before.plus(now);
            now = Counts.NONE;
            publication = present;
        }
        if (present != null) {
            now = Counts.of(present.stats());
        }
        Counts sum = before.plus(now);
        in.add(nowNs, sum.bytes());
        video.add(nowNs, sum.videoBytes);
        audio.add(nowNs, sum.audioBytes);
        pictures.add(nowNs, sum.pictures);
        out.add(nowNs, outBytes);
    }

    ChannelRates rates() {
        return new ChannelRates(
                in.bitsPerSecond(),
                out.bitsPerSecond(),
                video.bitsPerSecond(),
                audio.bitsPerSecond(),
                pictures.perSecond(),
                outBytes);
    }
}
