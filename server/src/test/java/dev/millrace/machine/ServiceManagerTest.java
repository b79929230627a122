package dev.millrace.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.ServerProgram;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What systemd hears, from a program that listens as systemd does.
class ServiceManagerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Prints each datagram that comes to a file, or to a name that is none.
    private static final String LISTENER =
            """
            use Socket;
            my $place = $ARGV[0];
            $place =~ s/^@/\\0/;
            socket(my $in, AF_UNIX, SOCK_DGRAM, 0) or die;
            bind($in, pack_sockaddr_un($place)) or die "$!";
            $| = 1;
            print "listening\\n";
            while (defined recv($in, my $text, 4096, 0)) { print "<$text>\\n" }
            """;

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    private static Program listen(String place) {
        Program listener = Program.start("perl", "-e", LISTENER, place);
        Waiting.until(
                "it listens",
                PATIENCE,
                () -> listener.output().contains("listening") || !listener.isAlive());
        return listener;
    }

    private static void awaitHeard(Program listener, String text) {
        Waiting.until(text + " is heard", PATIENCE, () -> listener.output().contains(text));
    }

    private static ServiceManager manager(Map<String, String> environment) {
        return ServiceManager.of(environment, 7).orElseThrow();
    }

    @Test
    void isToldInAFile() {
        String place = folder.resolve("notify").toString();
        try (Program listener = listen(place)) {
            manager(Map.of("NOTIFY_SOCKET", place)).ready();
            awaitHeard(listener, "<READY=1>\n");
        }
    }

    @Test
    void isToldUnderANameThatIsNoFile() {
        String place = "@millrace-" + UUID.randomUUID();
        try (Program listener = listen(place)) {
            manager(Map.of("NOTIFY_SOCKET", place)).stopping();
            awaitHeard(listener, "<STOPPING=1>\n");
        }
    }

    @Test
    void nobodyIsThereAndNothingHappens() {
        manager(Map.of("NOTIFY_SOCKET", folder.resolve("nobody").toString())).ready();
    }

    @ParameterizedTest
    @CsvSource({"''", "no/path", "/", "@"})
    void aPlaceThatIsNoneIsNobodys(String place) {
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", place), 7)).isEmpty();
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(107)), 7)).isEmpty();
        assertThat(ServiceManager.of(Map.of(), 7)).isEmpty();
    }

    @Test
    void lifeIsSaidTwiceInAnInterval() {
        String place = folder.resolve("notify").toString();
        try (Program listener = listen(place)) {
            var environment =
                    Map.of(
                            "NOTIFY_SOCKET",
                            place,
                            "WATCHDOG_USEC",
                            "60000000",
                            "WATCHDOG_PID",
                            "7");
            ServiceManager manager = manager(environment);
            long nowNs = System.nanoTime();
            manager.tick(nowNs + Duration.ofSeconds(20).toNanos());
            manager.ready();
            manager.tick(nowNs + Duration.ofSeconds(31).toNanos());
            manager.tick(nowNs + Duration.ofSeconds(40).toNanos());
            ServiceManager.of(environment, 8).orElseThrow().tick(nowNs + Long.MAX_VALUE / 4);
            manager.stopping();
            awaitHeard(listener, "<STOPPING=1>\n");
            assertThat(listener.output())
                    .isEqualTo("listening\n<READY=1>\n<WATCHDOG=1>\n<STOPPING=1>\n");
        }
    }

    @Test
    void aServerSaysHowItIs() {
        String place = folder.resolve("notify").toString();
        var environment = Map.of("NOTIFY_SOCKET", place, "WATCHDOG_USEC", "500000");
        List<String> command =
                ServerProgram.command(
                        List.of("--enable-native-access=ALL-UNNAMED"),
                        "--set",
                        "data.folder=" + folder.resolve("data"));
        try (Program listener = listen(place);
                Program server = Program.start(environment, command)) {
            awaitHeard(listener, "<READY=1>\n");
            awaitHeard(listener, "<WATCHDOG=1>\n<WATCHDOG=1>\n");
            server.terminate();
            awaitHeard(listener, "<STOPPING=1>\n");
            assertThat(server.await(PATIENCE)).isZero();
            assertThat(server.output()).doesNotContain("WARN");
        }
    }
}
