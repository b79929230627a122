package dev.millrace.control.node;

import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Segments as LiveMix's own edge nodes post them: without a number, perhaps twice, and not always
/// in order. Here they get numbers, once and in order. Any thread.
public final class SegmentPosts {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentPosts.class);

    /// They say their starts in whole seconds.
    private static final Duration SLACK = Duration.ofMillis(1_500);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int WAITING_MAX = 8;
    private static final int KNOWN_MAX = 64;

    private final Catalogue catalogue;
    private final LiveWindows windows;
    private final Intake intake;
    private final ConcurrentMap<UUID, Line> lines = new ConcurrentHashMap<>();
    private final LongAdder late = new LongAdder();

    SegmentPosts(Catalogue catalogue, LiveWindows windows, Intake intake) {
        this.catalogue = catalogue;
        this.windows = windows;
        this.intake = intake;
    }

    /// A segment as it was posted.
    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    public record Post(String name, Instant start, long durationUs, byte[] body) {
        Instant end() {
            return start.plusNanos(durationUs * 1_000);
        }

        String identity() {
            return name + " " + start + " " + SegmentId.hash(body);
        }
    }

    /// What is known of a source's posts; guarded by itself.
    private static final class Line {
        final TreeMap<Instant, Post> waiting = new TreeMap<>();
        final Map<String, Segment> known =
                new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Segment> eldest) {
                        return size() > KNOWN_MAX;
                    }
                };
        @Nullable Post last;
        long next = -1;
        long era;
        long sinceNs;
    }

    /// Takes a segment. The same one again changes nothing.
    ///
    /// @throws IOException if a recording wants it and it could not be stored; it may be posted
    ///   again
    public void take(Source source, Post post) throws IOException {
        Line line = lines.computeIfAbsent(source.id(), _ -> new Line());
        synchronized (line) { // one after the other: that is what this is for
            Segment known = line.known.get(post.identity());
            if (known != null) {
                intake.take(source.id(), known, post.body(), false, false);
            } else if (line.last != null && post.start().isBefore(line.last.start())) {
                late.increment();
            } else {
                if (line.waiting.isEmpty()) {
                    line.sinceNs = System.nanoTime();
                }
                line.waiting.putIfAbsent(post.start(), post);
                drain(source, line);
            }
        }
    }

    /// Gives up waiting where it was long enough.
    void tick() {
        lines.forEach((id, line) ->
                catalogue
                        .source(id)
                        .ifPresent(source -> {
                            try {
                                synchronized (line) {
                                    drain(source, line);
                                }
                            } catch (IOException e) {
                                LOG.warn(
                                        "a segment of {} is lost: {}",
                                        source.name(),
                                        e.getMessage());
                            }
                        }));
    }

    /// Segments that came after later ones had been taken.
    public long late() {
        return late.sum();
    }

    void forget(UUID source) {
        lines.remove(source);
    }

    private void drain(Source source, Line line) throws IOException {
        while (!line.waiting.isEmpty()) {
            Post first = line.waiting.firstEntry().getValue();
            boolean waits =
                    line.waiting.size() <= WAITING_MAX
                            && System.nanoTime() - line.sinceNs < PATIENCE.toNanos();
            if (!follows(first, line.last) && waits) {
                return;
            }
            line.waiting.pollFirstEntry();
            line.sinceNs = System.nanoTime();
            emit(source, first, line);
        }
    }

    private void emit(Source source, Post post, Line line) throws IOException {
        if (line.next < 0) {
            // Above all that were given before a restart: segments are no shorter than a second.
            long floor = Math.max(source.sequenceFloor(), windows.next(source.id()));
            line.next = Math.max(floor, post.start().getEpochSecond());
            line.era = line.next; // as are discontinuities
        } else if (!follows(post, line.last)) {
            line.era++;
        }
        var segment =
                new Segment(
                        SegmentId.of(line.next++, post.body()),
                        post.start(),
                        post.durationUs(),
                        post.body().length,
                        line.era);
        line.last = post;
        line.known.put(post.identity(), segment);
        intake.take(source.id(), segment, post.body(), true, false);
    }

    private static boolean follows(Post post, @Nullable Post last) {
        return last == null || !post.start().isAfter(last.end().plus(SLACK));
    }
}
