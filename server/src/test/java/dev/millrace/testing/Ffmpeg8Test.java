package dev.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class Ffmpeg8Test {
    @Test
    void runsAndHasTheEncodersThatTestsNeed() {
        try (Program ffmpeg = Program.start(Ffmpeg8.environment(), Ffmpeg8.command("-version"))) {
            assertThat(ffmpeg.await(Duration.ofSeconds(30))).isZero();
            assertThat(ffmpeg.output())
                    .startsWith("ffmpeg version 8.")
                    .contains("--enable-libx264", "--enable-libx265");
        }
    }
}
