package dev.millrace.gateway.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.Download;
import dev.millrace.testing.FrameText;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.TsDump;
import dev.millrace.testing.WebServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TsGatewayTest {
    private final WebServer server = new WebServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whatComesOutIsWhatWentIn() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(500));
        try (var viewer = Download.http(server.uri("/live/cam.ts"))) {
            viewer.await(() -> viewer.bytes().length > 0, () -> "a byte");
            publisher.write(Duration.ofSeconds(2)).close();
            viewer.await(viewer::isOver, () -> "the end");

            assertThat(viewer.contentType()).isEqualTo("video/mp2t");
            TsDump dump = TsDump.of(viewer.bytes());
            assertThat(dump.configurations())
                    .containsExactlyInAnyOrder(publisher.videoConfig(), publisher.audioConfig());
            assertThat(text(dump.frames(TrackKind.VIDEO)))
                    .isEqualTo(text(of(publisher, TrackKind.VIDEO)));
            assertThat(text(dump.frames(TrackKind.AUDIO)))
                    .isEqualTo(text(of(publisher, TrackKind.AUDIO)));
            assertThat(dump.counters().continuityErrors()).isZero();
        }
    }

    @Test
    void aLateViewerStartsAtTheNewestGroupThoughAllIsRendered() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(3_500));
        try (var viewer = Download.http(server.uri("/live/cam.ts"))) {
            viewer.await(() -> viewer.bytes().length > 0, () -> "a byte");
            publisher.close();
            viewer.await(viewer::isOver, () -> "the end");
            TsDump dump = TsDump.of(viewer.bytes());
            assertThat(dump.frames(TrackKind.VIDEO).getFirst().header().dtsUs())
                    .isEqualTo(3_000_000);
        }
    }

    private static List<Frame> of(TestPublisher publisher, TrackKind kind) {
        return publisher.written().stream().filter(f -> f.header().kind() == kind).toList();
    }

    private static List<String> text(List<Frame> frames) {
        return frames.stream().map(FrameText::of).toList();
    }
}
