package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.RtmpPublisher;
import dev.millrace.client.source.MediaSources;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.PlaylistParser;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.testcard.TestCard;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Tls;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Hundreds at once: each gets what is right, and of those that are gone nothing is left. How fast
/// it goes is the business of `bench`.
@Tag("slow")
class LoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ClientOptions PATIENT = ClientOptions.DEFAULT.withReadTimeout(PATIENCE);
    private static final String CAM = "live/cam";
    private static final int AT_ONCE = 32;

    /// Less than a group.
    private static final int FIRST = 10;

    /// Virtual threads that wait for connections have pollers, made when they are first needed.
    private static final int DESCRIPTORS_SLACK = 16;

    /// Pictures of [Clip#SMALL].
    private static final int CLIP = 50;

    /// Five seconds of a test card.
    private static final List<Frame> FRAMES = frames();

    @TempDir static Path folder;
    private static Tls tls;

    private RunningServer server;
    private long descriptorsBefore;

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = Tls.make(folder);
    }

    @BeforeEach
    void start() throws IOException {
        server =
                new RunningServer(
                        "channel.grace=500ms",
                        "rtmp.play_wait=2m",
                        "hls.segment=1s",
                        "http.tls_listen=127.0.0.1:0",
                        "tls.certificate=" + folder.resolve(Tls.CERTIFICATE),
                        "tls.key=" + folder.resolve(Tls.KEY));
        descriptorsBefore = descriptors();
    }

    @AfterEach
    void nothingIsLeft() {
        Waiting.until(
                "all are gone",
                PATIENCE,
                () ->
                        server.server().sessions().count() == 0
                                && server.server().channels().list().isEmpty());
        Waiting.until(
                "descriptors are as before",
                () -> descriptors() <= descriptorsBefore + DESCRIPTORS_SLACK);
        server.close();
    }

    @Test
    @DisplayName("L1: 300 players see every frame")
    void players() throws IOException {
        var players = new ArrayList<Watcher>();
        for (int i = 0; i < 150; i++) {
            players.add(new Watcher(server.rtmp(CAM), PATIENT));
            players.add(new Watcher(server.http(CAM + ".flv"), PATIENT));
        }
        Waiting.until("all wait", PATIENCE, () -> server.viewers(CAM) == players.size());
        try (RtmpPublisher publisher = publisher(CAM)) {
            send(publisher, FRAMES, players);
        }
        for (Watcher player : players) {
            player.awaitEnd();
            for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
                assertThat(hashes(player.frames(), kind)).isEqualTo(hashes(FRAMES, kind));
            }
        }
    }

    @Test
    @DisplayName("L2: 200 publishers, each with another length and a player of its own")
    void publishers() throws Exception {
        int count = 200;
        var players = new ArrayList<Watcher>();
        var publishers = new ArrayList<RtmpPublisher>();
        for (int i = 0; i < count; i++) {
            players.add(new Watcher(server.rtmp("load/" + i), PATIENT));
            publishers.add(publisher("load/" + i));
        }
        String channels = server.get("api/v2/channels");
        assertThat(IntStream.range(0, count))
                .allMatch(i -> channels.contains("\"name\":\"load/%d\"".formatted(i)));
        assertThat(channels.split("\"state\":\"live\"", -1)).hasSize(count + 1);
        atOnce(
                count,
                i -> {
                    try (RtmpPublisher publisher = publishers.get(i)) {
                        send(publisher, FRAMES.subList(0, 50 + i), List.of(players.get(i)));
                    }
                });
        for (int i = 0; i < count; i++) {
            players.get(i).awaitEnd();
            assertThat(players.get(i).frames()).hasSize(50 + i);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    @DisplayName("L3: 2,000 requests for playlists and segments")
    void hlsRequests(Version version) throws Exception {
        try (RtmpPublisher publisher = publisher(CAM);
                HttpClient client = client(version)) {
            send(publisher, FRAMES, List.of());
            URI playlist = uri(version, CAM + ".m3u8");
            List<URI> uris = new ArrayList<>(List.of(playlist));
            segments(ask(client, playlist).body()).forEach(s -> uris.add(playlist.resolve(s)));
            assertThat(uris).hasSizeGreaterThan(4);
            var whole = new ArrayList<byte[]>();
            for (URI uri : uris) {
                whole.add(ask(client, uri).body());
            }
            atOnce(
                    2_000,
                    i -> {
                        int which = i % uris.size();
                        HttpResponse<byte[]> answer = ask(client, uris.get(which));
                        assertThat(answer.statusCode()).isEqualTo(200);
                        assertThat(answer.version()).isEqualTo(version);
                        assertThat(Arrays.equals(answer.body(), whole.get(which))).isTrue();
                    });
        }
    }

    @Test
    @DisplayName("L4: 600 players come and go; each begins with a key frame, who stays loses none")
    void churn() throws Exception {
        try (var stays = new Watcher(server.rtmp(CAM), PATIENT);
                var publisher = Clip.SMALL.publishEndlessly(server.rtmp(CAM))) {
            Waiting.until("a picture", () -> !stays.frames(TrackKind.VIDEO).isEmpty());
            List<String> urls = List.of(server.rtmp(CAM), server.http(CAM + ".flv"));
            atOnce(600, i -> assertThat(firstPicture(urls.get(i % 2)).header().key()).isTrue());
            Waiting.until("two rounds", () -> stays.frames(TrackKind.VIDEO).size() > 2 * CLIP);
            assertThat(publisher.isAlive()).isTrue();
            publisher.terminate();
            stays.awaitEnd();
            List<Integer> seen = hashes(stays.frames(), TrackKind.VIDEO);
            List<Integer> clip = seen.subList(0, CLIP); // over and over
            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i)).as("picture %d", i).isEqualTo(clip.get(i % CLIP));
            }
            assertThat(server.get("metrics")).contains("millrace_skipped_groups_total 0.0\n");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    @DisplayName("L5: 1,000 requests to the API, and as many for what is not there")
    void apiRequests(Version version) throws Exception {
        try (RtmpPublisher publisher = publisher(CAM);
                HttpClient client = client(version)) {
            send(publisher, FRAMES, List.of());
            List<String> paths =
                    List.of(
                            "api/v2/channels",
                            "api/v2/channels/live/cam",
                            "api/v2/sessions",
                            "metrics");
            ask(client, uri(version, "api/v2/server"));
            atOnce(
                    1_000,
                    i -> {
                        String path = paths.get(i % paths.size());
                        HttpResponse<byte[]> answer = ask(client, uri(version, path));
                        assertThat(answer.statusCode()).isEqualTo(200);
                        assertThat(answer.version()).isEqualTo(version);
                        assertThat(new String(answer.body(), UTF_8)).contains("\"live/cam\"");
                        URI nobody = uri(version, "api/v2/channels/live/nobody" + i);
                        assertThat(ask(client, nobody).statusCode()).isEqualTo(404);
                    });
        }
    }

    /// One of many.
    private interface Task {
        void run(int number) throws Exception;
    }

    private static void atOnce(int count, Task task) throws Exception {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.add(() -> {
                    task.run(number);
                    return number;
                });
            }
            for (Future<Integer> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }

    private RtmpPublisher publisher(String channel) throws IOException {
        return RtmpPublisher.connect(server.rtmp(channel));
    }

    /// Sends without pauses, but for one: whoever has not begun when a group is over misses it.
    private static void send(RtmpPublisher publisher, List<Frame> frames, List<Watcher> players)
            throws IOException {
        var card = new TestCard(TestPublisher.SMALL, 0);
        publisher.configure(card.videoConfig());
        publisher.configure(card.audioConfig().orElseThrow());
        for (int i = 0; i < frames.size(); i++) {
            if (i == FIRST) {
                Waiting.until(
                        "all have begun",
                        PATIENCE,
                        () -> players.stream().noneMatch(player -> player.frames().isEmpty()));
            }
            publisher.send(frames.get(i));
        }
    }

    private static List<Frame> frames() {
        var card = new TestCard(TestPublisher.SMALL, 0);
        var frames = new ArrayList<Frame>();
        while (card.nextDtsUs() < 5_000_000) {
            frames.add(card.next());
        }
        return frames;
    }

    private static List<Integer> hashes(List<Frame> frames, TrackKind kind) {
        return frames.stream()
                .filter(frame -> frame.header().kind() == kind)
                .map(frame -> Arrays.hashCode(frame.payload()))
                .toList();
    }

    /// Watches until there is something to see.
    private static Frame firstPicture(String url) throws IOException {
        try (MediaSource source = MediaSources.open(url, PATIENT)) {
            while (true) {
                MediaEvent event = source.next();
                assertThat(event).isNotInstanceOf(MediaEvent.Ended.class);
                if (event instanceof MediaEvent.Media(Frame frame)
                        && frame.header().kind() == TrackKind.VIDEO) {
                    return frame;
                }
            }
        }
    }

    private static HttpClient client(Version version) {
        return HttpClient.newBuilder().version(version).sslContext(tls.trusting()).build();
    }

    /// Browsers speak HTTP/2 over TLS only.
    private URI uri(Version version, String path) {
        return version == Version.HTTP_2
                ? URI.create("https://localhost:%d/%s".formatted(server.port("https"), path))
                : URI.create(server.http(path));
    }

    private static HttpResponse<byte[]> ask(HttpClient client, URI uri)
            throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    }

    private static List<String> segments(byte[] playlist) throws ProtocolException {
        var parsed = (MediaPlaylist) PlaylistParser.parse(new String(playlist, UTF_8));
        return parsed.segments().stream().map(segment -> segment.resource().uri()).toList();
    }

    /// Connections, pipes and pollers of this process: the server's ends and ours. Not files: Java
    /// opens archives of classes whenever it needs them.
    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(descriptor -> !isFile(descriptor)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFile(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).isAbsolute();
        } catch (IOException e) {
            return true; // that of the list itself, which is closed by now
        }
    }
}
