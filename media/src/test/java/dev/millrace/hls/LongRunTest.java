package dev.millrace.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.hls.SegmentCutter.Cut;
import dev.millrace.media.MediaTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// 50 days of two seconds per segment, as fast as they go: past the ends of 33 bits of 90 kHz and
/// of 31 and 32 bits of milliseconds.
@DisplayName("Pain 15: HLS of a channel that has run for 50 days")
class LongRunTest {
    private static final long SEGMENT_US = 2 * MediaTime.US_PER_SECOND;
    private static final long FIRST = 1_000_000_000;
    private static final Instant BEGIN = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void datesDurationsAndNumbersAgreeToTheEnd() throws Exception {
        var cutter = new SegmentCutter(SEGMENT_US);
        var list = new LivePlaylist<String>(new LivePlaylist.Settings(SEGMENT_US, 6), FIRST, 0);
        long segments = 0;
        for (long us = 0; us < Duration.ofDays(50).toSeconds() * 1_000_000; us += SEGMENT_US) {
            Optional<Cut> cut = cutter.next(new CutMark(us, true, false));
            if (cut.isEmpty()) {
                continue;
            }
            list = list.plus(segment(cut.get()), us);
            cutter.targetDuration(list.targetDurationSeconds());
            segments++;
            if (segments % 5_000 == 0) {
                expectNewest(list, segments, us);
            }
        }
        assertThat(segments).isEqualTo(50L * 86_400 / 2 - 1);
        assertThat(list.nextSequence()).isEqualTo(FIRST + segments);
    }

    private static LiveSegment<String> segment(Cut cut) {
        Instant startedAt = BEGIN.plus(cut.startUs(), ChronoUnit.MICROS);
        return new LiveSegment<>(cut.durationUs(), true, cut.discontinuity(), startedAt, "");
    }

    /// As a player reads it.
    private static void expectNewest(LivePlaylist<String> list, long segments, long endUs)
            throws Exception {
        String text = PlaylistWriter.write(list.toMediaPlaylist(number -> number + ".ts"));
        var playlist = (MediaPlaylist) PlaylistParser.parse(text);
        MediaSegment newest = playlist.segments().getLast();
        assertThat(playlist.header().mediaSequence() + playlist.segments().size())
                .isEqualTo(FIRST + segments);
        assertThat(playlist.header().discontinuitySequence()).isZero();
        assertThat(newest.durationUs()).isEqualTo(SEGMENT_US);
        assertThat(newest.programDateTime())
                .contains(BEGIN.plus(endUs - SEGMENT_US, ChronoUnit.MICROS));
    }
}
