package dev.millrace.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.PlaylistParser;
import dev.millrace.hls.PlaylistWriter;
import dev.millrace.testing.Clip;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SegmentListTest {
    private static final Instant BEGAN = Instant.parse("2026-11-22T12:00:00Z");

    private final SegmentList list = new SegmentList(2);

    private void add(long sequence, long era, boolean lost) {
        list.add(Clip.of(sequence, BEGAN, era, 188).segment(), lost);
    }

    private String text() {
        return PlaylistWriter.write(list.playlist(MediaPlaylist.Type.VOD, true).orElseThrow());
    }

    /// L13.
    @Test
    void isAnHonestPlaylist() throws ProtocolException {
        add(3, 1, false);
        add(4, 1, true);
        add(7, 2, false);
        assertThat(text())
                .contains("#EXT-X-VERSION:8\n", "#EXT-X-TARGETDURATION:2\n")
                .contains("#EXT-X-PLAYLIST-TYPE:VOD\n", "#EXT-X-MEDIA-SEQUENCE:3\n")
                .contains("#EXT-X-DISCONTINUITY-SEQUENCE:1\n", "#EXT-X-ENDLIST\n")
                .contains("5-gap.ts", "6-gap.ts");
        assertThat(text().lines().filter("#EXT-X-GAP"::equals)).hasSize(3);
        assertThat(PlaylistWriter.write(PlaylistParser.parse(text()))).isEqualTo(text());
    }

    @Test
    void anAbyssIsNoMillionGaps() {
        add(1, 0, false);
        add(50_000_000, 1, false);
        assertThat(text().lines().filter("#EXT-X-GAP"::equals)).hasSize(1_000);
    }

    @Test
    void nothingIsNoPlaylist() {
        assertThat(list.playlist(MediaPlaylist.Type.VOD, true)).isEmpty();
    }
}
