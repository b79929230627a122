package dev.millrace.control.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Clip;
import dev.millrace.testing.ControlServer;
import dev.millrace.testing.FakeEdge;
import dev.millrace.testing.Waiting;
import dev.millrace.uplink.ControlMessage.Desired;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a recording's playlist waits for, and what not.
class OwedSegmentsTest {
    private final Instant began =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(5 * Clip.SECONDS + 1);

    @TempDir private Path folder;
    private ControlServer server;
    private FakeEdge edge;

    @BeforeEach
    void open() {
        server = new ControlServer(folder);
        edge = server.edge("north", "cam");
        edge.await(Desired.class);
    }

    @AfterEach
    void close() {
        edge.close();
        server.close();
    }

    private Clip clip(long sequence) {
        return Clip.of(sequence, began);
    }

    private UUID source() {
        return UUID.fromString(server.sourceId("cam"));
    }

    /// A recording that begins with the first segment.
    private String record() {
        String id =
                server.record(
                        source().toString(),
                        "{\"start_time_epoch\": %d}".formatted(began.getEpochSecond()));
        edge.awaitDesired(it -> !it.sources().getFirst().recordings().isEmpty());
        return id;
    }

    private void assertReplays(String recording, long... sequences) {
        String base = "/v1/vod/recording/%s/".formatted(recording);
        String playlist = ControlServer.text(server.get(base + "vid.m3u8"));
        List<String> files = playlist.lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(files)
                .containsExactlyElementsOf(
                        Arrays.stream(sequences).mapToObj(it -> clip(it).file()).toList());
        for (long sequence : sequences) {
            byte[] body = server.get(base + clip(sequence).file()).body();
            assertThat(body).isEqualTo(clip(sequence).body());
        }
    }

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
