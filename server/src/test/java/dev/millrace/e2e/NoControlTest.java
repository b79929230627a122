package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only a control node needs takes nothing from a server that is none.
class NoControlTest {
    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    @Test
    void aPlainServerLoadsNothingOfTheStore() throws Exception {
        Path classes = folder.resolve("classes.log");
        try (var server = new ServerProgram(List.of("-Xlog:class+load:file=" + classes))) {
            assertThat(server.port("http")).isPositive();
        }
        assertThat(Files.readAllLines(classes))
                .hasSizeGreaterThan(1000)
                .noneMatch(line ->
                        line.matches(
                                ".* (org\\.sqlite|org\\.postgresql|com\\.zaxxer|software"
                                        + "\\.amazon|java\\.sql|dev\\.millrace\\.(control|cluster"
                                        + "|transcode|gateway\\.rtsp|rtsp\\.payload))"
                                        + "\\..*"));
    }
}
