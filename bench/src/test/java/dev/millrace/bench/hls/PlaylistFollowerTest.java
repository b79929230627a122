package dev.millrace.bench.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlaylistFollowerTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final int TARGET_SECONDS = 2;

    private final PlaylistFollower follower = new PlaylistFollower();

    @Test
    void beginsThreeTargetDurationsBeforeTheEnd() {
        follower.playlist(playlist(10, 8), 0);
        assertThat(fetched()).containsExactly("15", "16", "17");
    }

    @Test
    void beginsAtTheBeginningOfAShortPlaylist() {
        follower.playlist(playlist(10, 2), 0);
        assertThat(fetched()).containsExactly("10", "11");
    }

    @Test
    void fetchesEachSegmentOnce() {
        follower.playlist(playlist(10, 3), 0);
        fetched();
        follower.playlist(playlist(10, 3), 0);
        assertThat(fetched()).isEmpty();
        follower.playlist(playlist(11, 4), 0);
        assertThat(fetched()).containsExactly("13", "14");
    }

    @Test
    void asksAgainAfterATargetDurationOrHalfOfOne() {
        follower.playlist(playlist(10, 3), 5 * SECOND_NS);
        assertThat(follower.askAgainNs()).isEqualTo(7 * SECOND_NS);
        follower.playlist(playlist(10, 3), 7 * SECOND_NS);
        assertThat(follower.askAgainNs()).isEqualTo(8 * SECOND_NS);
        follower.playlist(playlist(11, 3), 8 * SECOND_NS);
        assertThat(follower.askAgainNs()).isEqualTo(10 * SECOND_NS);
    }

    @Test
    void countsWhatItMissed() {
        assertThat(follower.playlist(playlist(10, 3), 0)).isZero();
        fetched();
        assertThat(follower.playlist(playlist(15, 3), 0)).isEqualTo(2); // 13 and 14
        assertThat(fetched()).containsExactly("15", "16", "17");
    }

    @Test
    void beginsAnewWithAServerThatDoes() {
        follower.playlist(playlist(100, 3), 0);
        fetched();
        assertThat(follower.playlist(playlist(0, 5), 0)).isZero();
        assertThat(fetched()).containsExactly("2", "3", "4");
    }

    @Test
    void passesOverGapsAndSeesTheEnd() {
        MediaSegment gap =
                new MediaSegment(
                        MediaSegment.of("gap", 2_000_000).resource(),
                        2_000_000,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        true);
        var segments = List.of(gap, MediaSegment.of("1", 2_000_000));
        follower.playlist(new MediaPlaylist(header(0), segments, true), 0);
        assertThat(fetched()).containsExactly("1");
        assertThat(follower.isEnded()).isTrue();
    }

    private List<String> fetched() {
        var uris = new ArrayList<String>();
        for (var next = follower.next(); next.isPresent(); next = follower.next()) {
            uris.add(next.get().resource().uri());
        }
        return uris;
    }

    private static MediaPlaylist playlist(int first, int count) {
        return new MediaPlaylist(
                header(first),
                IntStream.range(first, first + count)
                        .mapToObj(i -> MediaSegment.of(String.valueOf(i), 2_000_000))
                        .toList(),
                false);
    }

    private static MediaPlaylist.Header header(long mediaSequence) {
        return new MediaPlaylist.Header(
                TARGET_SECONDS, mediaSequence, 0, true, MediaPlaylist.Type.LIVE, Optional.empty());
    }
}
