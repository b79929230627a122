package dev.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VtxLinkFileTest {
    /// What its documentation shows: it refuses that itself, because two keys are missing.
    private static final String SAMPLE =
            """
            server:
              listen: "0.0.0.0:18080"
              ffmpeg_binary: "/usr/bin/vtx-ffmpeg"
              hls_root: "/dev/shm/hls"
              color: green

            streams:
              - name: "cam1"
                source: "rtsp://admin:secret@192.168.1.10/stream1"
                auto_start: true
                idle_timeout: 30
                output_args:
                  - "-c"
                  - "copy"
                  - "-f"
                  - "hls"
                  - "-hls_time"
                  - "4"
                  - "-hls_list_size"
                  - "5"
                  - "{output_dir}/index.m3u8"
                retry:
                  max_attempts: 5
                  initial_backoff_sec: 3
              - name: "cam2"
                source: "rtsp://192.168.1.11/stream1"
                output_args: ["-c:v", "libx264", "-f", "hls", "{output_dir}/index.m3u8"]
                labels: [a, {b: c}]
            """;

    @TempDir Path temp;

    private Config load(String yaml) throws IOException, ConfigException {
        Path file = Files.writeString(temp.resolve("vtx-link.yaml"), yaml);
        return new ConfigLoader().file(file).load();
    }

    @Test
    @DisplayName("V16: the sample of VTX Link's documentation is understood")
    void theSample() throws Exception {
        Config config = load(SAMPLE);
        assertThat(config.http().listen()).hasToString("[0.0.0.0:18080]");
        assertThat(config.ffmpeg().program()).isEqualTo("/usr/bin/vtx-ffmpeg");
        assertThat(config.ffmpeg().folder()).contains(Path.of("/dev/shm/hls"));
        RelayConfig first = config.relays().getFirst();
        assertThat(first.name()).hasToString("live/cam1");
        assertThat(first.start()).isEqualTo(RelayConfig.Start.ALWAYS);
        assertThat(first.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(first.retry())
                .isEqualTo(
                        new RelayConfig.Retry(Duration.ofSeconds(3), Duration.ofMinutes(1), 5, 20));
        assertThat(first.outputArgs()).as("a copy into HLS is made in memory").isEmpty();
        assertThat(config.hls().segment()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.hls().segments()).isEqualTo(5);
        RelayConfig second = config.relays().getLast();
        assertThat(second.start()).isEqualTo(RelayConfig.Start.ON_DEMAND);
        assertThat(second.idleTimeout()).isZero();
        assertThat(second.retry().attempts()).isEqualTo(10);
        assertThat(second.outputArgs())
                .containsExactly("-c:v", "libx264", "-f", "hls", "{output_dir}/index.m3u8");
    }

    @Test
    @DisplayName("A13.24: names that are none, and twins, are refused with their line")
    void badNames() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load("streams:\n  - {name: ../../etc, source: rtsp://a}\n"))
                .withMessageContaining("vtx-link.yaml:2: relays[0].name: \"../../etc\" is not");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() ->
                        load(
                                "streams:\n  - {name: a, source: rtsp://a}\n"
                                        + "  - {name: a, source: rtsp://b}\n"))
                .withMessageContaining("relays[1].name: there is another relay live/a");
    }
}
