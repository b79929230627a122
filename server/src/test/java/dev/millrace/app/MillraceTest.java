package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;

/// The command line as a process of its own: what it prints, and its exit code.
@Tag("slow")
class MillraceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path directory;

    @Test
    void tellsItsVersion() {
        String line = "millrace \\S+ \\(Java \\S+, .* \\S+\\)\n";
        assertThat(output(ExitCode.OK, "version")).matches(line);
        assertThat(output(ExitCode.OK, "--version")).matches(line);
    }

    @Test
    void helpTeachesEveryCommand() {
        assertThat(output(ExitCode.OK, "help"))
                .isEqualTo(output(ExitCode.OK))
                .contains("serve ", "probe ", "version ", "bench ", "ffmpeg -re -i");
        assertThat(output(ExitCode.OK, "help", "serve"))
                .isEqualTo(output(ExitCode.OK, "serve", "--help"))
                .contains("--config=FILE", "--demo", "--set=KEY=VALUE", "Examples:")
                .contains("--profile=NAME", "default or tiny");
    }

    @Test
    void explainsAWrongCommandInTwoLines() {
        assertThat(output(ExitCode.USAGE, "serv")).hasLineCount(2).contains("Did you mean");
        assertThat(output(ExitCode.USAGE, "serve", "--rtp", ":1"))
                .hasLineCount(2)
                .contains("--rtmp");
    }

    @Test
    void namesEveryMistakeInTheSettings() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "\nhttp: {lisen: ':80'}");
        assertThat(output(2, "serve", "--config", file.toString(), "--rtmp", "x", "--set", "y"))
                .hasLineCount(3)
                .contains(file + ":2: unknown key http.lisen; did you mean http.listen?")
                .contains("--rtmp: rtmp.listen: \"x\" is not HOST:PORT")
                .contains("--set: \"y\" is not KEY=VALUE");
    }

    @Test
    void namesTheProfilesThereAre() {
        assertThat(output(2, "serve", "--profile", "huge"))
                .isEqualTo("--profile: there is no profile huge; there are default, tiny\n");
    }

    @Test
    void takesTheFileOfTheWorkingDirectoryAndTheEnvironment() throws IOException {
        Files.writeString(directory.resolve("millrace.yaml"), "rtmp: {listen: nowhere}");
        var environment = Map.of("MILLRACE_HTTP_LISTEN", "nowhere");
        assertThat(output(2, environment, "serve"))
                .hasLineCount(2)
                .contains("millrace.yaml:1: rtmp.listen:", "MILLRACE_HTTP_LISTEN: http.listen:");
    }

    private String output(int code, String... arguments) {
        return output(code, Map.of(), arguments);
    }

    private String output(int code, Map<String, String> environment, String... arguments) {
        try (Program program = Program.start(environment, command(arguments))) {
            assertThat(program.await(PATIENCE)).as(program::output).isEqualTo(code);
            return program.output();
        }
    }

    /// In the temporary directory, where no configuration is.
    private List<String> command(String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        var start =
                List.of(
                        "sh",
                        "-c",
                        "cd \"$0\" && exec \"$@\"",
                        directory.toString(),
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Millrace.class.getName());
        return Stream.concat(start.stream(), Stream.of(arguments)).toList();
    }
}
