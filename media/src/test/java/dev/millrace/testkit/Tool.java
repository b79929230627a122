package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Runs `ffmpeg`, `ffprobe` and their like, which have to end well.
public final class Tool {
    private Tool() {}

    /// Runs a command in a folder.
    ///
    /// @param command words, or several of them with blanks in between
    /// @return all that it printed
    public static String run(Path folder, String... command) throws Exception {
        List<String> words =
                Arrays.stream(command).flatMap(it -> Arrays.stream(it.split(" +"))).toList();
        Path log = folder.resolve("log");
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .directory(folder.toFile())
                        .start();
        process.getOutputStream().close();
        int code = process.waitFor();
        String text = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(code).as(text).isZero();
        return text;
    }
}
