package dev.millrace.gateway.hls;

import dev.millrace.channel.WireFollower;
import dev.millrace.channel.WireFollower.Next;
import dev.millrace.channel.WireGroup;
import dev.millrace.channel.WireMark;
import dev.millrace.gateway.ts.TsStart;
import dev.millrace.hls.CutMark;
import dev.millrace.hls.SegmentCutter;
import dev.millrace.hls.SegmentCutter.Cut;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows the TS wire of one channel and cuts it into segments, at the marks where the cutter says
/// so. Runs on a thread of its own until the channel ends or the follower is closed.
final class HlsSegmenter {
    private final WireFollower<TsStart> wire;
    private final SegmentCutter cutter;
    private final Clock clock;
    private final Sink sink;

    /// From the one in which the open segment begins to the newest; all of them held.
    private final Deque<WireGroup<TsStart>> groups = new ArrayDeque<>();

    /// Where in the first of them the open segment begins.
    private long startPosition;

    private int marksSeen;
    private boolean open;
    private boolean lost;
    private @Nullable Instant dated;
    private long datedUs;

    /// Where segments go. Called by the segmenter's thread.
    interface Sink {
        /// Takes the next segment.
        ///
        /// @param startedAt wall-clock time of the segment's first frame
        /// @return the target duration, in seconds, that the playlist promises
        int add(Cut cut, Instant startedAt, List<WireRange> ranges);

        /// All segments that there can be by now have been taken.
        void caughtUp();
    }

    HlsSegmenter(WireFollower<TsStart> wire, SegmentCutter cutter, Clock clock, Sink sink) {
        this.wire = wire;
        this.cutter = cutter;
        this.clock = clock;
        this.sink = sink;
    }

    /// Returns when nothing can follow.
    void run() {
        try (wire) {
            boolean more = true;
            while (more) {
                more = follow(wire.next());
                if (wire.isAtEdge()) {
                    sink.caughtUp();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            groups.forEach(WireGroup::release);
        }
    }

    /// @return whether more can come
    private boolean follow(Next<TsStart> next) {
        switch (next) {
            case Next.Opened<TsStart>(var group, long missed) -> open(group, missed);
            case Next.Grown<TsStart> _ -> readMarks();
            case Next.Unpublished<TsStart> _ -> endSegment();
            case Next.Ended<TsStart> _ -> {
                endSegment();
                return false;
            }
            case Next.Closed<TsStart> _ -> {
                return false;
            }
        }
        return true;
    }

    private void open(WireGroup<TsStart> group, long missed) {
        boolean there = group.hold();
        if (missed > 0 || !there) {
            endSegment();
            lost = true;
        }
        if (there) {
            groups.add(group);
            marksSeen = 0;
            readMarks();
        }
    }

    private void readMarks() {
        WireGroup<TsStart> group = groups.peekLast();
        if (group == null) {
            return;
        }
        // Read first: marks up to here are valid.
        long readable = group.readable();
        List<WireMark> marks = group.marks();
        while (marksSeen < marks.size() && marks.get(marksSeen).position() <= readable) {
            read(marks.get(marksSeen++));
        }
    }

    private void read(WireMark mark) {
        var cutMark = new CutMark(mark.dtsUs(), mark.independent(), mark.changed() || lost);
        lost = false;
        Optional<Cut> cut = cutter.next(cutMark);
        cut.ifPresent(c -> finish(c, mark.position()));
        if (!open || cut.isPresent()) {
            begin(mark.position());
        }
    }

    /// The open segment begins in the newest group.
    private void begin(long position) {
        open = true;
        startPosition = position;
        while (groups.size() > 1) {
            groups.removeFirst().release();
        }
    }

    /// Nothing follows that continues what is there.
    private void endSegment() {
        WireGroup<TsStart> last = groups.peekLast();
        if (last != null) {
            cutter.end(last.edgeDtsUs()).ifPresent(cut -> finish(cut, last.readable()));
        }
        open = false;
        groups.forEach(WireGroup::release);
        groups.clear();
    }

    /// The wall clock is read where media time breaks off; from there on media time counts, so that
    /// dates and durations agree.
    private Instant startedAt(Cut cut) {
        if (dated == null || cut.discontinuity()) {
            long behindUs = wire.edgeDtsUs() - cut.startUs();
            dated = clock.instant().minus(behindUs, ChronoUnit.MICROS);
            datedUs = cut.startUs();
        }
        return dated.plus(cut.startUs() - datedUs, ChronoUnit.MICROS);
    }

    private void finish(Cut cut, long endPosition) {
        var ranges = new ArrayList<WireRange>();
        for (WireGroup<TsStart> group : groups) {
            long from = group == groups.peekFirst() ? startPosition : 0;
            long to = group == groups.peekLast() ? endPosition : group.readable();
            if (from < to) {
                ranges.add(new WireRange(group, from, to));
            }
        }
        cutter.targetDuration(sink.add(cut, startedAt(cut), ranges));
    }
}
