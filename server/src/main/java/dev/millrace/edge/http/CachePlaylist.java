package dev.millrace.edge.http;

import dev.millrace.edge.cache.Cached;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaPlaylist.Header;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.PlaylistWriter;
import dev.millrace.hls.Resource;
import dev.millrace.segment.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The live playlist of what is in the cache. RFC 8216; numbers are the segments' own.
final class CachePlaylist {
    /// How many segments are listed.
    static final int SEGMENTS = 6;

    /// A longer gap is not listed: the playlist begins behind it.
    private static final int GAP_MAX = 20;

    private static final long US_PER_SECOND = 1_000_000;

    private CachePlaylist() {}

    /// @param cached consecutive as far as possible, by sequence; at least one
    static String write(List<Cached> cached) {
        List<Segment> segments = joined(cached.stream().map(Cached::segment).toList());
        var entries = new ArrayList<MediaSegment>();
        Segment before = segments.getFirst();
        for (Segment segment : segments) {
            addGaps(before, segment, entries);
            entries.add(entry(segment, segment.era() != before.era()));
            before = segment;
        }
        long longestUs = entries.stream().mapToLong(MediaSegment::durationUs).max().orElse(0);
        var header =
                new Header(
                        (int) Math.max(1, Math.ceilDiv(longestUs, US_PER_SECOND)),
                        segments.getFirst().id().sequence(),
                        segments.getFirst().era(),
                        false,
                        MediaPlaylist.Type.LIVE,
                        Optional.empty());
        return PlaylistWriter.write(new MediaPlaylist(header, entries, false));
    }

    private static List<Segment> joined(List<Segment> all) {
        int from = 0;
        for (int i = 1; i < all.size(); i++) {
            if (missing(all.get(i - 1), all.get(i)) > GAP_MAX) {
                from = i;
            }
        }
        return all.subList(from, all.size());
    }

    private static long missing(Segment before, Segment after) {
        return Math.max(0, after.id().sequence() - before.id().sequence() - 1);
    }

    private static MediaSegment entry(Segment segment, boolean discontinuity) {
        return new MediaSegment(
                Resource.of(segment.id().name() + ".ts"),
                segment.durationUs(),
                Optional.empty(),
                Optional.of(segment.start()),
                discontinuity,
                false);
    }

    /// What could not be read has a number, too.
    private static void addGaps(Segment before, Segment after, List<MediaSegment> entries) {
        long count = missing(before, after);
        if (count == 0) {
            return;
        }
        long betweenUs = Duration.between(before.end(), after.start()).toNanos() / 1_000;
        long eachUs = betweenUs > 0 ? betweenUs / count : before.durationUs();
        long durationUs = Math.clamp(eachUs, 1, Math.max(1, before.durationUs()));
        for (long i = 1; i <= count; i++) {
            entries.add(
                    new MediaSegment(
                            Resource.of("gap-%d.ts".formatted(before.id().sequence() + i)),
                            durationUs,
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            true));
        }
    }
}
