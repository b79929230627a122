package dev.millrace.segment;

import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaPlaylist.Header;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Segments of a source in the order of their numbers, as a playlist lists them: what is missing in
/// between is a gap, and where the era changes is a discontinuity. RFC 8216, 4.3; 8216bis, 4.4.4.7
/// (EXT-X-GAP). One thread.
public final class SegmentList {
    /// More are not listed one by one: whoever misses that much gets a jump.
    private static final long GAPS_MAX = 1_000;

    private static final long US_PER_SECOND = 1_000_000;
    private static final long GAP_US_MIN = 1_000;

    private final List<MediaSegment> media = new ArrayList<>();
    private int targetSeconds;
    private @Nullable Segment first;
    private @Nullable Segment last;

    /// @param targetSeconds no segment is known to be longer; it grows with those that are
    public SegmentList(int targetSeconds) {
        this.targetSeconds = Math.max(1, targetSeconds);
    }

    /// The whole seconds that a playlist with such a segment has to promise.
    public static int targetSeconds(long durationUs) {
        return Math.toIntExact(Math.ceilDiv(durationUs, US_PER_SECOND));
    }

    /// Whether a list can go on with a segment: with all that is missing as gaps, and all
    /// discontinuities before it or before them.
    ///
    /// @param gapsMax how many may be missing
    public static boolean follows(Segment before, Segment after, long gapsMax) {
        long missing = after.id().sequence() - before.id().sequence() - 1;
        long breaks = after.era() - before.era();
        return missing <= gapsMax && breaks >= 0 && breaks <= missing + 1;
    }

    /// What a segment is called in a playlist.
    public static String file(SegmentId id) {
        return id.name() + ".ts";
    }

    /// Lists one more.
    ///
    /// @param lost it is known to be missing
    public void add(Segment segment, boolean lost) {
        targetSeconds = Math.max(targetSeconds, targetSeconds(segment.durationUs()));
        boolean breaks = false;
        if (first == null) {
            first = segment;
        }
        if (last != null) {
            addGaps(last, segment);
            breaks = segment.era() > last.era();
        }
        media.add(
                new MediaSegment(
                        Resource.of(file(segment.id())),
                        segment.durationUs(),
                        Optional.empty(),
                        Optional.of(segment.start()),
                        breaks,
                        lost));
        last = segment;
    }

    /// The number of the last one.
    public OptionalLong lastSequence() {
        return last == null ? OptionalLong.empty() : OptionalLong.of(last.id().sequence());
    }

    /// What players are told; empty if there is nothing to list.
    ///
    /// @param ended nothing will follow
    public Optional<MediaPlaylist> playlist(MediaPlaylist.Type type, boolean ended) {
        if (first == null) {
            return Optional.empty();
        }
        var header =
                new Header(
                        targetSeconds,
                        first.id().sequence(),
                        first.era(),
                        false,
                        type,
                        Optional.empty());
        return Optional.of(new MediaPlaylist(header, media, ended));
    }

    /// Every number has its entry, and every discontinuity its tag: only then do numbers of both
    /// kinds stay what they are when the list moves on.
    private void addGaps(Segment before, Segment after) {
        long missing = Math.min(GAPS_MAX, after.id().sequence() - before.id().sequence() - 1);
        long breaks = Math.max(0, after.era() - before.era() - 1);
        Instant start = before.end();
        long lengthUs = gapUs(before, after, missing);
        for (long i = 0; i < missing; i++) {
            media.add(
                    new MediaSegment(
                            Resource.of(before.id().sequence() + 1 + i + "-gap.ts"),
                            lengthUs,
                            Optional.empty(),
                            Optional.of(start.plus(i * lengthUs, ChronoUnit.MICROS)),
                            i >= missing - breaks,
                            true));
        }
    }

    private long gapUs(Segment before, Segment after, long missing) {
        if (missing <= 0) {
            return 0;
        }
        long wholeUs = Duration.between(before.end(), after.start()).toNanos() / 1_000;
        return Math.clamp(wholeUs / missing, GAP_US_MIN, targetSeconds * US_PER_SECOND);
    }
}
