package dev.millrace.control.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Clip;
import dev.millrace.testing.ControlServer;
import dev.millrace.testing.FakeEdge;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Stored;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// L21: a source is deleted while its edge node is connected.
class DeletedSourceTest {
    @TempDir private Path folder;
    private ControlServer server;
    private FakeEdge edge;

    @BeforeEach
    void open() {
        server = new ControlServer(folder);
        edge = server.edge("north", "cam");
        edge.awaitDesired(it -> it.sources().size() == 1);
    }

    @AfterEach
    void close() {
        edge.close();
        server.close();
    }

    private String delete() {
        String source = server.sourceId("cam");
        assertThat(server.status("DELETE", "/v1/source/" + source)).isEqualTo(200);
        return source;
    }

    /// The edge node still has segments of it, before those of all others.
    @Test
    void whatIsKeptOfItIsNotWanted() {
        server.record(server.sourceId("cam"), "");
        delete();
        Clip clip = Clip.of(0, Instant.now());
        long number = edge.offer("cam", clip, false, true);
        assertThat(edge.await(Stored.class).transfer()).isEqualTo(number);
    }

    @Test
    void whenItIsMadeAgainItIsTheEdgesAgain() {
        String before = delete();
        edge.awaitDesired(it -> it.sources().isEmpty());
        server.send("POST", "/v1/source", "{\"name\": \"cam\", \"segment_len\": 2}");
        Desired desired = edge.awaitDesired(it -> it.sources().size() == 1);
        assertThat(desired.sources().getFirst().id())
                .isEqualTo(server.sourceId("cam"))
                .isNotEqualTo(before);
    }
}
