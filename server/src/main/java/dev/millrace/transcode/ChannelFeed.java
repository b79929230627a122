package dev.millrace.transcode;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Subscription;
import dev.millrace.client.MediaSink;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.relay.Transfer;
import dev.millrace.relay.ffmpeg.Feed;
import dev.millrace.relay.ffmpeg.FlvPipe;
import dev.millrace.relay.ffmpeg.TsPipe;
import dev.millrace.ts.TsReader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One publication on its way into an FFmpeg, from its newest key frame on. It reads the channel as
/// any viewer does: an FFmpeg that is too slow loses groups, and holds up nobody.
final class ChannelFeed implements Feed {
    private static final long SAID_EVERY_NS = Duration.ofSeconds(10).toNanos();

    private final Publication publication;
    private final Form form;
    private final int programs;
    private final long afterUs;
    private final Subscription frames;
    private final Transfer.Counts counts = new Transfer.Counts();
    private volatile @Nullable Transfer transfer;

    /// @param afterUs a time on the channel's timeline: groups that begin before it are left out
    ChannelFeed(Channel channel, Publication publication, Form form, int programs, long afterUs) {
        this.publication = publication;
        this.afterUs = afterUs;
        this.form = form;
        this.programs = programs;
        this.frames = channel.subscribe();
    }

    @Override
    public void run(OutputStream to, Consumer<String> said)
            throws IOException, InterruptedException {
        MediaSink pipe =
                form.fitsTs() ? new TsPipe(to) : new FlvPipe(to, form.kinds(), TsReader.START_US);
        try (var watched = new Watched(pipe, said)) {
            var carried = new Transfer(publication.epoch(), frames, watched, counts, afterUs);
            transfer = carried;
            carried.run();
        }
    }

    /// What goes in as 0 comes out as [TsReader#START_US].
    @Override
    public long offsetUs() {
        Transfer carried = transfer;
        return carried == null ? 0 : carried.beganAtUs() - TsReader.START_US;
    }

    @Override
    public int programs() {
        return programs;
    }

    @Override
    public void close() {
        frames.close();
    }

    /// The pipe, and a word about what does not get through it in time.
    private final class Watched implements MediaSink {
        private final MediaSink pipe;
        private final Consumer<String> said;
        private long missed;
        private long saidAtNs = System.nanoTime() - SAID_EVERY_NS;

        Watched(MediaSink pipe, Consumer<String> said) {
            this.pipe = pipe;
            this.said = said;
        }

        @Override
        public void configure(Codec codec) throws IOException {
            pipe.configure(codec);
        }

        @Override
        public void send(Frame frame) throws IOException {
            long now = counts.missedGroups().sum();
            if (now > missed && System.nanoTime() - saidAtNs >= SAID_EVERY_NS) {
                missed = now;
                saidAtNs = System.nanoTime();
                said.accept("FFmpeg is too slow: %d groups of pictures are missing".formatted(now));
            }
            pipe.send(frame);
        }

        @Override
        public void close() throws IOException {
            pipe.close();
        }
    }
}
