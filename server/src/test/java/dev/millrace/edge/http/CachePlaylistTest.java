package dev.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.Samples;
import dev.millrace.edge.cache.CacheSettings;
import dev.millrace.edge.cache.SegmentCache;
import dev.millrace.edge.store.SegmentHead;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.segment.Segment;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A player knows segments and discontinuities by their numbers.
class CachePlaylistTest {
    private final SegmentCache cache;

    CachePlaylistTest() throws IOException {
        cache =
                SegmentCache.open(
                        new CacheSettings(Duration.ofHours(1), 1 << 20, Optional.empty()));
    }

    private MediaPlaylist add(long sequence, long era) {
        byte[] body = Samples.body(sequence);
        Segment it = Samples.segment(sequence, body);
        var segment = new Segment(it.id(), it.start(), it.durationUs(), it.bytes(), era);
        cache.add(new SegmentHead("door", segment, Optional.empty(), Optional.empty()), body);
        return CachePlaylist.of(cache.newest("door", CachePlaylist.SEGMENTS)).orElseThrow();
    }

    /// Some could not be read, and an encoder started again meanwhile, twice.
    @Test
    void theNumbersOfASegmentNeverMove() {
        var sequences = new HashMap<String, Long>();
        var discontinuities = new HashMap<String, Long>();
        long[][] all = {
            {3, 0}, {4, 0}, {7, 2}, {8, 2}, {9, 3}, {12, 5}, {13, 5}, {14, 5}, {15, 6}, {16, 6}
        };
        for (long[] one : all) {
            MediaPlaylist playlist = add(one[0], one[1]);
            long sequence = playlist.header().mediaSequence();
            long discontinuity = playlist.header().discontinuitySequence();
            for (var entry : playlist.segments()) {
                discontinuity += entry.discontinuity() ? 1 : 0;
                String uri = entry.resource().uri();
                assertThat(sequences.merge(uri, sequence, (was, _) -> was)).isEqualTo(sequence);
                assertThat(discontinuities.merge(uri, discontinuity, (was, _) -> was))
                        .as(uri)
                        .isEqualTo(discontinuity);
                sequence++;
            }
        }
        assertThat(sequences).hasSize(10 + 4);
    }

    @Test
    void anAbyssBeginsAnew() {
        add(3, 0);
        assertThat(add(900, 1).segments()).hasSize(1);
    }
}
