package dev.millrace.gateway.hls;

import dev.millrace.channel.Channel;
import dev.millrace.channel.WireFollower;
import dev.millrace.gateway.ts.TsFormat;
import dev.millrace.gateway.ts.TsStart;
import dev.millrace.hls.SegmentCutter;
import dev.millrace.hls.SegmentCutter.Cut;
import dev.millrace.media.MediaTime;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Cuts a channel into segments for somebody inside the server, whether or not anyone watches it
/// over HLS. Made by any thread; its sink is called by one of its own.
public final class ChannelCutter implements AutoCloseable {
    /// What may be above the target duration and still be rounded down to it.
    private static final long SLACK_US = 499_000;

    private final WireFollower<TsStart> wire;

    /// What is known of a segment.
    ///
    /// @param startedAt when its first frame was there
    /// @param discontinuity whether it does not continue the one before
    public record Section(Instant startedAt, long durationUs, boolean discontinuity) {}

    /// Where segments go.
    public interface Sink {
        /// Takes the next segment.
        ///
        /// @param body a transport stream; the receiver's own
        void add(Section section, byte[] body);

        /// No more will come.
        void ended();
    }

    private ChannelCutter(WireFollower<TsStart> wire) {
        this.wire = wire;
    }

    /// Begins to cut what is there of the channel, and what comes.
    ///
    /// @param segment shortest length
    /// @param clock for the time of segments
    public static ChannelCutter start(Channel channel, Duration segment, Clock clock, Sink sink) {
        WireFollower<TsStart> wire = channel.follow(TsFormat.WIRE);
        long segmentUs = segment.toNanos() / 1_000;
        var cutter = new SegmentCutter(segmentUs);
        var segmenter = new HlsSegmenter(wire, cutter, clock, new Copies(segmentUs, sink));
        Thread.ofVirtual()
                .name("cut " + channel.name())
                .start(() -> {
                    try {
                        segmenter.run();
                    } finally {
                        sink.ended();
                    }
                });
        return new ChannelCutter(wire);
    }

    /// Ends it; the segment that is open is not handed on.
    @Override
    public void close() {
        wire.close();
    }

    private static final class Copies implements HlsSegmenter.Sink {
        private final long segmentUs;
        private final Sink sink;
        private int targetSeconds;

        Copies(long segmentUs, Sink sink) {
            this.segmentUs = segmentUs;
            this.sink = sink;
        }

        @Override
        public int add(Cut cut, Instant startedAt, List<WireRange> ranges) {
            if (targetSeconds == 0) {
                long wantedUs = Math.max(segmentUs, cut.durationUs() - SLACK_US);
                targetSeconds = (int) Math.ceilDiv(wantedUs, MediaTime.US_PER_SECOND);
            }
            sink.add(new Section(startedAt, cut.durationUs(), cut.discontinuity()), copy(ranges));
            return targetSeconds;
        }

        private static byte[] copy(List<WireRange> ranges) {
            long bytes = ranges.stream().mapToLong(WireRange::lengthBytes).sum();
            var copy = ByteBuffer.allocate(Math.toIntExact(bytes));
            ranges.stream().flatMap(range -> range.bytes().stream()).forEach(copy::put);
            return copy.array();
        }

        @Override
        public void caughtUp() {
            // Nobody waits for that.
        }
    }
}
