package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    /// What is wrong, and what must be said about it.
    static final List<Arguments> MISTAKES =
            List.of(
                    arguments("players", "Missing required option: '--url=URL'"),
                    arguments("players --url rtsp://h/s", "URL scheme rtsp, not rtmp"),
                    arguments("players --url rtmps://h/l/s", "TLS is not measured"),
                    arguments("players --url nothing", "not of the form rtmp://"),
                    arguments("players --url rtmp://h/l/s --count 0", "must be more than 0"),
                    arguments("players --url rtmp://h/l/s --rate NaN", "must be more than 0"),
                    arguments("players --url rtmp://h/l/s[i] --streams 0", "at least 1"),
                    arguments("players --url rtmp://h/l/s --pid 999999999", "there is no process"),
                    arguments("publishers --url http://h/s.flv", "URL scheme http, not rtmp"),
                    arguments("publishers --url rtmp://h/l/s --bitrate fast", "no bit rate"),
                    arguments("publishers --url rtmp://h/l/s --bitrate 51M", "more than 50M"),
                    arguments("hls --url https://h/s.m3u8", "URL scheme https, not http"),
                    arguments("cameras --url http://h", "Missing required options"),
                    arguments(
                            "cameras --url rtmp://h --control http://h --folder /tmp",
                            "URL scheme rtmp, not http"),
                    arguments(
                            "cameras --url http://h --control http://h --folder /nowhere",
                            "--folder: there is no folder /nowhere"),
                    arguments(
                            "cameras --url http://h --control http://h --folder /tmp --segment 0",
                            "--segment must be at least 0.1"),
                    arguments("plyers", "Did you mean: ./millrace bench players"));

    @ParameterizedTest
    @FieldSource("MISTAKES")
    void saysWhatIsWrong(String arguments, String message) {
        Outcome outcome = Outcome.of(arguments.split(" ", -1));
        assertThat(outcome.exitCode()).isEqualTo(USAGE);
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"players", "publishers", "hls", "cameras", "micro"})
    void everyCommandTeaches(String command) {
        Outcome outcome = Outcome.of(command, "--help");
        assertThat(outcome.exitCode()).isEqualTo(OK);
        assertThat(outcome.out())
                .startsWith("Usage: ./millrace bench " + command)
                .contains("Examples:\n  ./millrace bench " + command);
        assertThat(Outcome.of().out()).contains("  " + command + " ");
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "players --url rtmp",
                "publishers --url rtmp",
                "hls --url http",
                "cameras --control http://h --folder /tmp --url http"
            })
    void whoCannotConnectFails(String command) throws IOException {
        int port = freePort();
        Outcome outcome =
                Outcome.of((command + "://127.0.0.1:" + port + "/live/s --count 3").split(" ", -1));
        assertThat(outcome.exitCode()).isEqualTo(FAILED);
        assertThat(outcome.out())
                .contains("3 asked, 0 established, 3 failed, 0 dropped")
                .contains("3 failed: connection refused");
    }

    @Test
    void withoutAPublisherThereIsNothingToMeasure() throws IOException {
        int port = freePort();
        String url = "rtmp://127.0.0.1:%d/live/s".formatted(port);
        Outcome outcome = Outcome.of("players", "--url", url, "--publish");
        assertThat(outcome.exitCode()).isEqualTo(FAILED);
        assertThat(outcome.err())
                .isEqualTo("millrace: cannot publish to %s: connection refused\n".formatted(url));
    }

    @Test
    void refusesFilesThatAreNoFlv(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a.flv"), "This is a text, not a film.");
        String[] command = {"publishers", "--url", "rtmp://h/l/s", "--file", file.toString()};
        Outcome outcome = Outcome.of(command);
        assertThat(outcome.exitCode()).isEqualTo(USAGE);
        assertThat(outcome.err()).contains("not with \"FLV\"");
    }

    @Test
    void knowsWhereToPublishWhatIsPlayed() {
        assertThat(PlayersCommand.rtmpUrl("rtmp://h:1936/live/s"))
                .isEqualTo("rtmp://h:1936/live/s");
        assertThat(PlayersCommand.rtmpUrl("http://h:8080/live/s[i].flv"))
                .isEqualTo("rtmp://h/live/s[i]");
        assertThat(PlayersCommand.rtmpUrl("http://[::1]:8080/live/s.flv?key=1"))
                .isEqualTo("rtmp://[::1]/live/s");
    }

    @Test
    void readsBitRates() {
        var converter = new BitRateConverter();
        assertThat(converter.convert("800000")).isEqualTo(800_000);
        assertThat(converter.convert("500k")).isEqualTo(500_000);
        assertThat(converter.convert("2M")).isEqualTo(2_000_000);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
