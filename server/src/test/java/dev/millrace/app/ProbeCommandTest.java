package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.config.Config;
import dev.millrace.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ExitCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbeCommandTest {
    /// What is wrong, the exit code, and what must be said about it.
    static final List<Arguments> MISTAKES =
            List.of(
                    arguments("probe", ExitCode.USAGE, "Missing required parameter: 'URL'"),
                    arguments("probe srt://h/s", ExitCode.USAGE, "URL scheme \"srt\"; known are"),
                    arguments("probe --seconds 0 rtmp://h/l/s", ExitCode.USAGE, "from 1 to 86400"),
                    arguments("probe --timeout x rtmp://h/l/s", ExitCode.USAGE, "'--timeout'"),
                    arguments("probe missing.flv", ExitCode.SOFTWARE, "there is no such file"),
                    arguments(
                            "probe --udp rtsp://user:secret@127.0.0.1:1/s",
                            ExitCode.SOFTWARE,
                            "cannot play rtsp://127.0.0.1:1/s: Connection refused"),
                    arguments(
                            "probe rtmp://127.0.0.1:1/live/s",
                            ExitCode.SOFTWARE,
                            "cannot play rtmp://127.0.0.1:1/live/s: Connection refused"));

    private Server server;

    @BeforeAll
    void start() throws IOException, ConfigException {
        var config =
                Config.of(
                        "rtmp.listen=127.0.0.1:0",
                        "http.listen=127.0.0.1:0",
                        "rtmp.play_wait=100ms");
        server = Server.start(config, true);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".flv", ".ts", ".m3u8"})
    void saysWhatAStreamCarriesAndHowItArrives(String form) {
        Outcome outcome = Outcome.of("probe", "--seconds", "1", "--json", url("live/demo", form));
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
        JsonNode report = JsonMapper.shared().readTree(outcome.out());
        assertThat(report.findValuesAsString("codec")).containsExactlyInAnyOrder("H.264", "AAC");
        assertThat(report.get("latencyMs").get("count").asInt()).isPositive();
        assertThat(report.get("firstFrameMs").asDouble()).isPositive();
    }

    @Test
    void printsTextForPeople() {
        Outcome outcome = Outcome.of("probe", "--seconds", "1", url("live/demo", ""));
        assertThat(outcome.out())
                .contains("first frame after ", "video   H.264", "audio   AAC", "latency ");
    }

    @Test
    void aChannelWithoutAPublisherIsRefused() {
        String url = url("live/nobody", "");
        Outcome outcome = Outcome.of("probe", url);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(outcome.err())
                .startsWith("millrace: cannot play " + url + ": NetStream.Play.StreamNotFound")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @FieldSource("MISTAKES")
    void saysWhatIsWrong(String arguments, int exitCode, String message) {
        Outcome outcome = Outcome.of(arguments.split(" ", -1));
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.out()).isEmpty();
    }

    private String url(String channel, String form) {
        String protocol = form.isEmpty() ? "rtmp" : "http";
        int port = Objects.requireNonNull(server.addresses().get(protocol)).getPort();
        return "%s://127.0.0.1:%d/%s%s".formatted(protocol, port, channel, form);
    }

    private record Outcome(int exitCode, String out, String err) {
        static Outcome of(String... arguments) {
            var out = new StringWriter();
            var err = new StringWriter();
            var line = Millrace.commandLine();
            line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
            int exitCode = Millrace.execute(line, arguments);
            return new Outcome(exitCode, out.toString(), err.toString());
        }
    }
}
