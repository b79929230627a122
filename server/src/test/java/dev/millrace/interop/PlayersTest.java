package dev.millrace.interop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.Clip;
import dev.millrace.e2e.RunningServer;
import dev.millrace.testing.Program;
import dev.millrace.testing.Tls;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every player shows what every encoder publishes, over every output. All encoders publish to one
/// server, each to its own channel, and a few players at a time watch them.
@Tag("slow")
@DisplayName("B23-B37: FFmpeg 5 and 8, GStreamer, VLC and rtmpdump publish and play")
class PlayersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int PLAYERS_AT_A_TIME = 3;

    @TempDir private static Path folder;

    private static RunningServer server;
    private static Pictures pictures;
    private static ExecutorService players;
    private static final Map<Encoder, Program> PUBLISHERS = new EnumMap<>(Encoder.class);
    private static final Map<Row, Future<?>> RESULTS = new LinkedHashMap<>();

    record Row(Encoder encoder, Player player, Output output) {
        String channel() {
            return PlayersTest.channel(encoder);
        }
    }

    @BeforeAll
    static void publishAndPlay() throws IOException, GeneralSecurityException {
        Tls.make(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        server =
                new RunningServer(
                        "tls.certificate=" + folder.resolve(Tls.CERTIFICATE),
                        "tls.key=" + folder.resolve(Tls.KEY),
                        "rtmp.tls_listen=127.0.0.1:0",
                        "hls.segment=1s",
                        "channel.grace=500ms");
        Path clip = openToAll(Clip.MINUTES);
        pictures = Pictures.of(clip);
        for (Encoder encoder : Encoder.values()) {
            PUBLISHERS.put(encoder, encoder.publish(clip, server.rtmp(channel(encoder))));
        }
        players = Executors.newFixedThreadPool(PLAYERS_AT_A_TIME);
        rows().forEach(row -> RESULTS.put(row, players.submit(() -> play(row))));
    }

    @AfterAll
    static void close() {
        players.shutdownNow();
        PUBLISHERS.values().forEach(Program::close);
        server.close();
    }

    static Stream<Row> rows() {
        var rows = new ArrayList<Row>();
        for (Player player : Player.values()) {
            for (Output output : Output.values()) {
                for (Encoder encoder : Encoder.values()) {
                    rows.add(new Row(encoder, player, output));
                }
            }
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aPictureIsDecodedAsItWasEncoded(Row row) throws InterruptedException {
        try {
            requireNonNull(RESULTS.get(row)).get();
        } catch (ExecutionException e) {
            Program publisher = requireNonNull(PUBLISHERS.get(row.encoder()));
            Throwable cause = requireNonNull(e.getCause());
            throw new AssertionError(
                    row + ": " + cause.getMessage() + "\n" + publisher + "\n" + publisher.output(),
                    cause);
        }
    }

    private static void play(Row row) {
        Waiting.until(row.channel() + " can be watched", () -> hasSegments(row.channel()));
        Path shown = folder.resolve("%s-%s-%s".formatted(row.encoder, row.player, row.output));
        String url = row.output().url(server, row.channel());
        try (Program player = row.player().play(row.output(), url, shown)) {
            assertThat(player.await(PATIENCE)).as(player + "\n" + player.output()).isZero();
            assertThat(shown)
                    .as(player + "\n" + player.output())
                    .matches(pictures::beginFile, "begins with a picture of the clip");
        }
    }

    private static boolean hasSegments(String channel) {
        try {
            return server.get(channel + ".m3u8").contains("#EXTINF");
        } catch (UncheckedIOException _) { // nobody publishes it yet
            return false;
        }
    }

    /// It plays as long as there is anything, so these publishers end. VLC sends the first second
    /// and a half at once: whoever waited may begin with the second group.
    @ParameterizedTest
    @EnumSource(
            value = Output.class,
            names = {"RTMP", "RTMPS"})
    void rtmpdumpRecordsWhatEveryEncoderSends(Output output) throws IOException {
        Path clip = openToAll(Clip.SMALL);
        Pictures sent = Pictures.of(clip);
        String ending = "-" + output;
        for (Encoder encoder : Encoder.values()) {
            String channel = channel(encoder) + ending;
            String url = output.url(server, channel);
            Path recorded = folder.resolve(encoder + ending + ".flv");
            try (Program player = rtmpdump(url, recorded)) {
                Waiting.until("rtmpdump waits", () -> server.viewers(channel) == 1);
                try (Program publisher = encoder.publish(clip, url)) {
                    assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
                }
                assertThat(player.await(PATIENCE)).as(player.output()).isZero();
                assertThat(sent.checksums()).containsAll(Pictures.of(recorded).checksums());
            }
        }
    }

    /// Its TLS is content with any certificate. But it takes the tickets that come with TLS 1.3 for
    /// the end of the connection, so it may not speak that.
    private static Program rtmpdump(String url, Path file) throws IOException {
        Path priorities = folder.resolve("gnutls.conf");
        Files.writeString(priorities, "[overrides]\ndisabled-version = tls1.3\n");
        return Program.start(
                Map.of("GNUTLS_SYSTEM_PRIORITY_FILE", priorities.toString()),
                List.of("rtmpdump", "-v", "-r", url, "-o", file.toString()));
    }

    private static String channel(Encoder encoder) {
        return "live/" + encoder.name().toLowerCase(Locale.ROOT);
    }

    /// A copy of the clip that VLC, too, may read.
    private static Path openToAll(Clip clip) throws IOException {
        Path copy = folder.resolve(clip + ".flv");
        if (!Files.exists(copy)) {
            Files.copy(clip.file(), copy);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
        }
        return copy;
    }
}
