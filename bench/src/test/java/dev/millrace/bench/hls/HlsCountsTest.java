package dev.millrace.bench.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.PlaylistParser;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HlsCountsTest {
    private static final String HEADER =
            """
            #EXTM3U
            #EXT-X-TARGETDURATION:2
            """;

    private final HlsCounts counts = new HlsCounts();

    @Test
    void theEdgeIsTheEndOfTheLastSegment() throws Exception {
        age(
                """
                #EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z
                #EXTINF:2,
                0.ts
                #EXTINF:1.5,
                1.ts
                """,
                "2026-01-01T00:00:04Z");
        assertThat(counts.edgeAges.percentiles().max()).isCloseTo(500, withinPercentage(0.1));
    }

    @Test
    void aLaterDateCorrectsTheSum() throws Exception {
        age(
                """
                #EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z
                #EXTINF:2,
                0.ts
                #EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:10Z
                #EXTINF:2,
                1.ts
                """,
                "2026-01-01T00:00:13Z");
        assertThat(counts.edgeAges.percentiles().max()).isCloseTo(1_000, withinPercentage(0.1));
    }

    @Test
    void withoutDatesThereIsNoAge() throws Exception {
        age("#EXTINF:2,\n0.ts\n", "2026-01-01T00:00:00Z");
        age("", "2026-01-01T00:00:00Z");
        assertThat(counts.edgeAges.percentiles().count()).isZero();
    }

    private void age(String segments, String now) throws ProtocolException {
        counts.playlist(
                (MediaPlaylist) PlaylistParser.parse(HEADER + segments), Instant.parse(now));
    }
}
