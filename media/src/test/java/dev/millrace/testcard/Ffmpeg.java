package dev.millrace.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real decoder, which must have nothing to complain about.
final class Ffmpeg {
    private Ffmpeg() {}

    /// Decodes `stream`, a file in `format`, to raw samples with these output options.
    static byte[] decode(Path directory, String format, byte[] stream, String... options)
            throws IOException, InterruptedException {
        Path input = Files.write(directory.resolve("stream." + format), stream);
        Path output = directory.resolve("decoded");
        Path complaints = directory.resolve("complaints");
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-xerror", "-y"));
        command.addAll(List.of("-err_detect", "explode", "-f", format, "-i", input.toString()));
        command.addAll(List.of(options));
        command.add(output.toString());
        Process process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
        int exit = process.waitFor();
        assertThat(Files.readString(complaints)).isEmpty();
        assertThat(exit).isZero();
        return Files.readAllBytes(output);
    }
}
