package dev.millrace.control.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Waiting;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a recording's playlist waits for, and what not.
class OwedSegmentsTest extends OneCamera {
    /// What is owed is told by numbers: an encoder's clock may have been set back.
    @Test
    void whatIsOwedIsWaitedForWheneverItWas() {
        String id = record();
        edge.reportAllSent("cam");
        edge.reportAllSent("cam");
        edge.bring("cam", clip(0), true, true);
        Instant later = clip(2).segment().end().plusSeconds(60);
        edge.bring("cam", clip(2), true, true);
        edge.bring("cam", clip(3), true, true);
        Instant stored = Instant.now();
        edge.report("cam", Optional.of(later), Optional.of(1L));
        Waiting.until(
                "it has reported",
                () ->
                        server.node
                                .edges()
                                .status(source())
                                .filter(it -> it.at().isAfter(stored))
                                .filter(it -> it.report().outboxFirst().isPresent())
                                .isPresent());
        assertReplays(id, 0);
        edge.bring("cam", clip(1), true, true);
        edge.reportAllSent("cam");
        String path = "/v1/vod/recording/%s/vid.m3u8".formatted(id);
        server.awaitPlaylist(path, it -> it.contains(clip(3).file()));
        assertReplays(id, 0, 1, 2, 3);
    }

    /// The first segments may still come, until two reports say that they do not.
    @Test
    void aRecordingThatBeginsBeforeTheSourceWaitsForTheEdgesWord() {
        String id =
                server.record(
                        source().toString(),
                        "{\"start_time_epoch\": %d}".formatted(began.getEpochSecond() - 60));
        edge.awaitDesired(it -> !it.sources().getFirst().recordings().isEmpty());
        edge.bring("cam", clip(0), true, true);
        String path = "/v1/vod/recording/%s/vid.m3u8".formatted(id);
        assertThat(server.status("GET", path)).isEqualTo(503);
        edge.reportAllSent("cam");
        edge.reportAllSent("cam");
        server.awaitPlaylist(path, it -> it.contains(clip(0).file()));
    }
}
