package dev.millrace.edge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.Samples;
import dev.millrace.edge.source.EdgeSource.Last;
import dev.millrace.edge.store.Origin;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.segment.SegmentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// L5, L9, L15 where nothing but the bytes tells a segment from another: over HTTP.
class PlaylistMemoryTest {
    private final Map<String, byte[]> host = new HashMap<>();
    private int reads;

    private final PlaylistMemory.Looks looks =
            new PlaylistMemory.Looks() {
                @Override
                public Optional<Mark> mark(MediaSegment segment) {
                    return Optional.empty();
                }

                @Override
                public Optional<byte[]> read(MediaSegment segment) {
                    reads++;
                    return Optional.ofNullable(host.get(segment.resource().uri()));
                }
            };

    private static MediaPlaylist playlist(long first, int count) {
        var segments = new ArrayList<MediaSegment>();
        for (int i = 0; i < count; i++) {
            segments.add(MediaSegment.of((first + i) + ".ts", 2_000_000));
        }
        var header =
                new MediaPlaylist.Header(
                        2, first, 0, false, MediaPlaylist.Type.LIVE, Optional.empty());
        return new MediaPlaylist(header, segments, false);
    }

    private void serve(long first, int count, long seed) {
        for (long i = first; i < first + count; i++) {
            host.put(i + ".ts", Samples.body(seed + i));
        }
    }

    /// Takes it as [PlaylistFollower] does.
    ///
    /// @return the positions of what was new, a discontinuity with a minus
    private List<Long> take(PlaylistMemory memory, MediaPlaylist playlist) throws Exception {
        var positions = new ArrayList<Long>();
        for (PlaylistMemory.Fresh fresh : memory.fresh(playlist, looks)) {
            MediaSegment segment = playlist.segments().get(fresh.index());
            byte[] body = host.get(segment.resource().uri());
            String hash = body == null ? "" : SegmentId.hash(body);
            memory.note(segment, fresh.position(), Optional.empty(), hash);
            positions.add(fresh.discontinuity() ? -fresh.position() - 1 : fresh.position());
        }
        return positions;
    }

    @Test
    void onlyWhatIsBehindTheKnownIsNew() throws Exception {
        serve(0, 100, 0);
        var memory = new PlaylistMemory(Optional.empty());
        assertThat(take(memory, playlist(0, 3))).containsExactly(0L, 1L, 2L);
        assertThat(take(memory, playlist(0, 3))).isEmpty();
        assertThat(take(memory, playlist(1, 4))).containsExactly(3L, 4L);
        assertThat(take(memory, playlist(0, 3))).as("it was overtaken").isEmpty();
        assertThat(take(memory, playlist(3, 3))).containsExactly(5L);
    }

    @Test
    void whatWasMissedIsADiscontinuity() throws Exception {
        serve(0, 100, 0);
        var memory = new PlaylistMemory(Optional.empty());
        take(memory, playlist(0, 3));
        assertThat(take(memory, playlist(10, 2))).containsExactly(-11L, 11L);
    }

    @Test
    void anEncoderThatStartedAgainIsSeenByItsBytes() throws Exception {
        serve(0, 10, 0);
        var memory = new PlaylistMemory(Optional.empty());
        take(memory, playlist(0, 5));
        serve(0, 10, 1_000);
        assertThat(take(memory, playlist(0, 2))).containsExactly(-1L, 1L);
        assertThat(take(memory, playlist(0, 3))).containsExactly(2L);
    }

    @Test
    void anEncoderThatCountsLowerThanAnythingSeenStartedAgain() throws Exception {
        serve(0, 3_000, 0);
        var memory = new PlaylistMemory(Optional.empty());
        take(memory, playlist(2_000, 5));
        assertThat(take(memory, playlist(0, 2))).containsExactly(-1L, 1L);
    }

    @Test
    void anotherNameAtAPositionIsAnotherRun() throws Exception {
        serve(0, 10, 0);
        var memory = new PlaylistMemory(Optional.empty());
        take(memory, playlist(0, 3));
        var renamed =
                new MediaPlaylist(
                        playlist(0, 1).header(),
                        List.of(
                                MediaSegment.of("x0.ts", 2_000_000),
                                MediaSegment.of("x1.ts", 2_000_000)),
                        false);
        assertThat(take(memory, renamed)).containsExactly(-1L, 1L);
    }

    @Test
    void afterARestartOfTheEdgeTheLastSegmentSaysWhereItWas() throws Exception {
        serve(0, 10, 0);
        var last = Optional.of(new Last(new Origin(2, "2.ts"), SegmentId.hash(Samples.body(2))));
        assertThat(take(new PlaylistMemory(last), playlist(0, 5))).containsExactly(3L, 4L);
        assertThat(take(new PlaylistMemory(last), playlist(3, 2))).containsExactly(3L, 4L);
        assertThat(take(new PlaylistMemory(last), playlist(5, 2))).containsExactly(-6L, 6L);
        assertThat(take(new PlaylistMemory(last), playlist(0, 2))).containsExactly(-1L, 1L);
        serve(0, 10, 1_000);
        assertThat(take(new PlaylistMemory(last), playlist(0, 4))).containsExactly(-1L, 1L, 2L, 3L);
        host.remove("2.ts");
        assertThat(take(new PlaylistMemory(last), playlist(0, 4)))
                .as("what is gone cannot contradict")
                .containsExactly(3L);
    }

    @Test
    void nothingIsReadToFindOutThatNothingIsNew() throws Exception {
        serve(0, 100, 0);
        var memory = new PlaylistMemory(Optional.empty());
        for (int i = 0; i < 50; i++) {
            take(memory, playlist(i, 10));
        }
        assertThat(reads).isZero();
    }
}
