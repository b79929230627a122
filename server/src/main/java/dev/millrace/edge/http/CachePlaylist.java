package dev.millrace.edge.http;

import dev.millrace.edge.cache.Cached;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentList;
import java.util.List;
import java.util.Optional;

/// The live playlist of what is in the cache. Numbers are the segments' own.
final class CachePlaylist {
    /// How many segments are listed.
    static final int SEGMENTS = 6;

    /// A longer gap is not listed: the playlist begins behind it.
    private static final int GAPS_MAX = 20;

    private CachePlaylist() {}

    /// The playlist of these segments.
    ///
    /// @param cached consecutive as far as possible, by sequence
    /// @return empty if there is none
    static Optional<MediaPlaylist> of(List<Cached> cached) {
        List<Segment> segments = cached.stream().map(Cached::segment).toList();
        int from = 0;
        for (int i = 1; i < segments.size(); i++) {
            boolean follows = SegmentList.follows(segments.get(i - 1), segments.get(i), GAPS_MAX);
            from = follows ? from : i;
        }
        var list = new SegmentList(1);
        segments.subList(from, segments.size()).forEach(it -> list.add(it, false));
        return list.playlist(MediaPlaylist.Type.LIVE, false);
    }
}
