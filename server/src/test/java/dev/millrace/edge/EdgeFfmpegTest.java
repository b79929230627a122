package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.TestEdge.Wish;
import dev.millrace.segment.SegmentId;
import dev.millrace.testing.HlsEncoder;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// FFmpeg pushes its playlists, as LiveMix's users have it do.
class EdgeFfmpegTest {
    @TempDir Path root;

    @Test
    void everySegmentOfFfmpegIsStoredAsItWas() throws Exception {
        root = root.toRealPath();
        Path media = Files.createDirectory(root.resolve("media"));
        try (var control = new FakeControl();
                var edge = new TestEdge(Wish.of(root).to(control))) {
            control.want(FakeControl.record("door", true, Instant.EPOCH));
            for (int run = 1; run <= 2; run++) {
                // The second one begins again, with the same names.
                String picture = run == 1 ? "testsrc" : "testsrc2";
                try (Program ffmpeg = HlsEncoder.start(edge.uri(), media, picture, 8, 4)) {
                    assertThat(ffmpeg.await(Duration.ofSeconds(60))).as(ffmpeg.output()).isZero();
                }
                int count = 8 * run;
                Waiting.until(
                        "all is stored",
                        Duration.ofSeconds(30),
                        () -> control.hashes("door").size() >= count);
                assertThat(control.hashes("door")).hasSize(count).endsWith(hashes(media));
            }
            assertThat(control.faults()).isEmpty();
            assertThat(control.lost("door")).isEmpty();
            assertThat(control.stored("door").getFirst().segment().durationUs())
                    .isEqualTo(1_000_000);
        }
    }

    private static String[] hashes(Path media) throws IOException {
        try (Stream<Path> files = Files.list(media)) {
            List<Path> sorted = files.filter(it -> it.toString().endsWith(".ts")).sorted().toList();
            return sorted.stream().map(EdgeFfmpegTest::hash).toArray(String[]::new);
        }
    }

    private static String hash(Path file) {
        try {
            return SegmentId.hash(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
