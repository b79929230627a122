package dev.millrace.control.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Clip;
import dev.millrace.testing.ControlServer;
import dev.millrace.testing.FakeEdge;
import dev.millrace.uplink.ControlMessage.Desired;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A control node, and an edge node `north` with a camera `cam`.
@SuppressWarnings("NullAway.Init")
abstract class OneCamera {
    /// Segments 0 to 4 are over.
    final Instant began =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(5 * Clip.SECONDS + 1);

    @TempDir Path folder;
    ControlServer server;
    FakeEdge edge;

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

    Clip clip(long sequence) {
        return Clip.of(sequence, began);
    }

    UUID source() {
        return UUID.fromString(server.sourceId("cam"));
    }

    /// A recording that begins with the first segment.
    String record() {
        String id =
                server.record(
                        source().toString(),
                        "{\"start_time_epoch\": %d}".formatted(began.getEpochSecond()));
        edge.awaitDesired(it -> !it.sources().getFirst().recordings().isEmpty());
        return id;
    }

    void assertReplays(String recording, long... sequences) {
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
}
