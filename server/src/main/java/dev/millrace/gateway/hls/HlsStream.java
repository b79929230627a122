package dev.millrace.gateway.hls;

import dev.millrace.channel.Channel;
import dev.millrace.channel.WireFollower;
import dev.millrace.gateway.ts.TsFormat;
import dev.millrace.gateway.ts.TsStart;
import dev.millrace.hls.LivePlaylist;
import dev.millrace.hls.LiveSegment;
import dev.millrace.hls.SegmentCutter;
import dev.millrace.hls.SegmentCutter.Cut;
import dev.millrace.media.ChannelName;
import dev.millrace.media.MediaTime;
import dev.millrace.net.http.Content;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// HLS of one channel name: its playlist, and the segmenter that extends it while somebody asks.
///
/// The name outlives the channel: a playlist that has ended can be fetched for a while, and if
/// someone publishes under the name again, its numbers go on. Any thread.
final class HlsStream {
    /// A playlist that has ended is there for this long, so that every player sees its end.
    private static final long ENDED_NS = Duration.ofSeconds(60).toNanos();

    private static final String KEY_TYPE = "application/octet-stream";

    /// For the player, and nobody on the way.
    private static final String KEY_CACHING = "private, max-age=3600";

    private final ChannelName name;
    private volatile HlsSettings settings;
    private final Making making;
    private volatile boolean guarded;

    // Guarded by this.
    private final Deque<HlsSegment> held = new ArrayDeque<>();
    private @Nullable Run run;
    private @Nullable Channel channel;
    private long endedAtNs;
    private @Nullable HlsKeys keys; // most need none

    private volatile HlsSnapshot snapshot;
    private volatile long askedAtNs;

    /// What those of all channels are made with.
    ///
    /// @param clock wall-clock time
    /// @param listed is told of segments; must not wait
    record Making(Clock clock, HlsNumbers numbers, Consumer<Listed> listed) {}

    /// @param guarded whether viewers have to be let in
    HlsStream(ChannelName name, HlsSettings settings, Making making, boolean guarded) {
        this.name = name;
        this.settings = settings;
        this.making = making;
        this.guarded = guarded;
        this.snapshot = new HlsSnapshot(name, emptyList());
    }

    HlsSettings settings() {
        return settings;
    }

    /// Takes other settings: what is listed stays, what begins after this is as they say.
    void settings(HlsSettings others, boolean nowGuarded) {
        settings = others;
        guarded = nowGuarded;
    }

    /// Nobody is to have it any more.
    synchronized void close() {
        stop();
        held.forEach(HlsSegment::release);
        held.clear();
    }

    boolean isGuarded() {
        return guarded;
    }

    ChannelName name() {
        return name;
    }

    /// Notes that a player wants this channel, and begins to cut it if that is not being done.
    synchronized void ask(Channel wanted) {
        askedAtNs = System.nanoTime();
        boolean same = wanted.equals(channel);
        if (same && (run != null || snapshot.list().isEnded())) {
            return;
        }
        stop();
        if (!same && !snapshot.list().isEmpty()) {
            show(snapshot.list().end()); // the clock of another channel is another clock
        }
        channel = wanted;
        run = new Run(wanted.follow(TsFormat.WIRE));
        run.start();
    }

    /// Notes that a player is still there.
    void ask() {
        askedAtNs = System.nanoTime();
    }

    Optional<Content> playlist(PlaylistUrl url) {
        return snapshot.playlist(url);
    }

    /// The playlist, if there is one of this channel with all that is kept of it.
    synchronized Optional<Content> playlistOf(Channel wanted, PlaylistUrl url) {
        boolean ready = wanted.equals(channel) && run != null && !run.isAwaited();
        return ready ? playlist(url) : Optional.empty();
    }

    /// The playlist, as soon as there is one of the present channel with all that is kept of it:
    /// empty if there is none for so long.
    synchronized Optional<Content> awaitPlaylist(PlaylistUrl url, Duration atMost)
            throws InterruptedException {
        long untilNs = System.nanoTime() + atMost.toNanos();
        while (run != null && run.isAwaited()) {
            long leftNs = untilNs - System.nanoTime();
            if (leftNs <= 0) {
                return Optional.empty();
            }
            wait(Math.ceilDiv(leftNs, 1_000_000));
        }
        return playlist(url);
    }

    Optional<Content> segment(long number) {
        return snapshot.segment(number);
    }

    /// What segments are decrypted with, while there are any.
    synchronized Optional<Content> key(long number) {
        return keys != null && snapshot.hasKey(number)
                ? Optional.of(Content.of(KEY_TYPE, keys.key(number)).cached(KEY_CACHING))
                : Optional.empty();
    }

    private HlsSegment encrypted(HlsSegment plain, long number, int segmentsPerKey) {
        HlsKeys made = keys == null ? new HlsKeys() : keys;
        keys = made;
        return plain.encrypted(made, number, made.of(number, segmentsPerKey));
    }

    /// Whether segments are being made.
    synchronized boolean isCutting() {
        return run != null;
    }

    /// Whether nothing will follow what is listed.
    boolean isEnded() {
        return snapshot.list().isEnded();
    }

    /// The number of the newest segment there is.
    long lastNumber() {
        return snapshot.list().nextSequence() - 1;
    }

    /// The most bits a second that a segment in the list has; 0 if there is none.
    long peakBits() {
        LivePlaylist<HlsSegment> list = snapshot.list();
        return LongStream.range(list.firstSequence(), list.nextSequence())
                .mapToObj(list::find)
                .flatMap(Optional::stream)
                .mapToLong(it -> bits(it.media().content().lengthBytes(), it.durationUs()))
                .max()
                .orElse(0);
    }

    private static long bits(long bytes, long durationUs) {
        return bytes * 8 * MediaTime.US_PER_SECOND / Math.max(1, durationUs);
    }

    /// What every segment lasts at most, in whole seconds; 0 before the first.
    int targetSeconds() {
        return snapshot.list().targetDurationSeconds();
    }

    /// Lets go of what nobody asks for any more.
    ///
    /// @return whether this can be forgotten as a whole
    synchronized boolean tick(long nowNs) {
        show(snapshot.list().forgetBefore(nowNs / 1000));
        if (run != null && nowNs - askedAtNs > settings.idle().toNanos()) {
            stop();
            // Nobody has seen this for so long; a playlist made later starts afresh, further on.
            show(emptyList());
        }
        boolean over = run == null && (channel == null || channel.ended());
        boolean seen = endedAtNs == 0 || nowNs - endedAtNs > ENDED_NS;
        if (over && seen) {
            held.forEach(HlsSegment::release);
            held.clear();
        }
        return over && seen;
    }

    private void stop() {
        if (run != null) {
            run.wire.close();
            run = null;
        }
        endedAtNs = 0;
    }

    private LivePlaylist<HlsSegment> emptyList() {
        HlsNumbers.Start start = making.numbers.next();
        var rules = new LivePlaylist.Settings(settings.segmentUs(), settings.segments());
        return new LivePlaylist<>(rules, start.media(), start.discontinuity());
    }

    /// Makes a new list the one that players see, and gives back what it no longer has.
    private void show(LivePlaylist<HlsSegment> list) {
        if (list == snapshot.list()) {
            return;
        }
        snapshot = new HlsSnapshot(name, list);
        long needed = list.nextSequence() - list.firstSequence();
        while (held.size() > needed) {
            held.removeFirst().release();
        }
        notifyAll();
    }

    private LivePlaylist<HlsSegment> withinLimits(LivePlaylist<HlsSegment> list) {
        long bytes = held.stream().mapToLong(s -> s.content().lengthBytes()).sum();
        int most = bytes > settings.heldBytesMax() ? 0 : settings.past().orElse(Integer.MAX_VALUE);
        return list.keepDeparted(most);
    }

    /// One segmenter at work, until it is told to stop or its channel ends.
    private final class Run implements HlsSegmenter.Sink {
        private final WireFollower<TsStart> wire;
        private boolean caughtUp;

        Run(WireFollower<TsStart> wire) {
            this.wire = wire;
        }

        void start() {
            var cutter = new SegmentCutter(settings.segmentUs());
            if (targetSeconds() > 0) {
                cutter.targetDuration(targetSeconds());
            }
            var segmenter = new HlsSegmenter(wire, cutter, making.clock, this);
            Thread.ofVirtual()
                    .name("hls " + name)
                    .start(() -> {
                        try {
                            segmenter.run();
                        } finally {
                            end();
                        }
                    });
        }

        @Override
        public int add(Cut cut, Instant startedAt, List<WireRange> ranges) {
            synchronized (HlsStream.this) {
                if (run == this) {
                    HlsSegment segment = segment(ranges, tag(startedAt, ranges));
                    held.add(segment);
                    LivePlaylist<HlsSegment> list =
                            snapshot.list()
                                    .plus(
                                            new LiveSegment<>(
                                                    cut.durationUs(),
                                                    cut.independent(),
                                                    cut.discontinuity(),
                                                    startedAt,
                                                    segment),
                                            System.nanoTime() / 1000);
                    making.numbers.reach(
                            new HlsNumbers.Start(
                                    list.nextSequence(), list.nextDiscontinuitySequence() + 1));
                    show(withinLimits(list));
                    making.listed.accept(listed(list.nextSequence() - 1, cut, segment));
                }
                return targetSeconds();
            }
        }

        private HlsSegment segment(List<WireRange> ranges, String tag) {
            long number = snapshot.list().nextSequence();
            var plain = HlsSegment.of(ranges, tag);
            return settings.segmentsPerKey()
                    .map(count -> encrypted(plain, number, count))
                    .orElse(plain);
        }

        private Listed listed(long number, Cut cut, HlsSegment segment) {
            return new Listed(
                    name,
                    number,
                    Duration.of(cut.durationUs(), ChronoUnit.MICROS),
                    PlaylistUrl.segment(name, number, segment.extension()),
                    PlaylistUrl.playlist(name));
        }

        /// Whether the present playlist is not the channel's, or lacks what is about to come.
        boolean isAwaited() {
            LivePlaylist<HlsSegment> list = snapshot.list();
            return !caughtUp || list.isEmpty() || list.isEnded();
        }

        @Override
        public void caughtUp() {
            synchronized (HlsStream.this) {
                if (!caughtUp) {
                    caughtUp = true;
                    HlsStream.this.notifyAll();
                }
            }
        }

        private void end() {
            synchronized (HlsStream.this) {
                if (run == this) {
                    run = null;
                    endedAtNs = System.nanoTime();
                    show(snapshot.list().end());
                }
            }
        }

        private String tag(Instant startedAt, List<WireRange> ranges) {
            long bytes = ranges.stream().mapToLong(WireRange::lengthBytes).sum();
            return "%x-%x".formatted(startedAt.toEpochMilli(), bytes);
        }
    }
}
