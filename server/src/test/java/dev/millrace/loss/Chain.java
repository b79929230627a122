package dev.millrace.loss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.control.objects.ObjectStore;
import dev.millrace.control.objects.ObjectStores;
import dev.millrace.edge.Encoder;
import dev.millrace.edge.Samples;
import dev.millrace.edge.TestEdge;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.segment.SegmentId;
import dev.millrace.testing.BadLine;
import dev.millrace.testing.ControlServer;
import dev.millrace.testing.TestTime;
import dev.millrace.testing.Waiting;
import dev.millrace.uplink.Messages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// Cameras, an edge node, a bad line, a control node, and the book of all that the cameras made.
/// All cameras call their segments the same.
///
/// One thread, but for the nodes and the line, which anybody may end and cut.
final class Chain implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /// What an edge node is killed over before it has read it must still be listed when it is back.
    private static final int WINDOW = 200;

    private static final long LOOK_EVERY_NS = Duration.ofMillis(100).toNanos();
    private static final int OBJECTS_MAX = 100_000;

    /// Digits of a hash in the name of a segment.
    private static final int HASH_SHOWN = 16;

    /// After the end of a recording: the last of them began after it.
    private static final int TAIL = 3;

    final BadLine line;
    final Node edge;
    final Node control;
    final Control asked;
    private final Control site;
    private final Path media;
    private final ObjectStore objects;
    private final Thread watch = Thread.ofVirtual().name("watch recordings").unstarted(this::watch);
    private final Map<String, Encoder> cameras = new LinkedHashMap<>();

    /// Nobody has answered their newest playlist.
    private final Set<Encoder> unheard = new HashSet<>();

    private final Map<String, Integer> madeUntilStop = new HashMap<>();
    private int packets = 100;
    private long seed;

    // Guarded by this.
    private final Map<String, String> recordings = new LinkedHashMap<>();
    private final Map<String, Places> places = new LinkedHashMap<>();

    /// How nodes in this process are to be.
    ///
    /// @param root of everything they keep
    /// @param time at the control node
    /// @param edgeWall what time the edge node thinks it is, asked whenever it starts
    /// @param objects where the control node puts what it stores
    record Setup(
            Path root,
            TestTime time,
            Supplier<Clock> edgeWall,
            long spoolBytes,
            Supplier<ObjectStore> objects) {
        static Setup of(Path root) {
            var time = new TestTime();
            return new Setup(root, time, time::clock, 1L << 30, () -> folder(root));
        }

        Setup edgeWall(Supplier<Clock> wall) {
            return new Setup(root, time, wall, spoolBytes, objects);
        }

        Setup spool(long bytes) {
            return new Setup(root, time, edgeWall, bytes, objects);
        }

        Setup objects(Supplier<ObjectStore> store) {
            return new Setup(root, time, edgeWall, spoolBytes, store);
        }

        private ControlServer startControl() {
            return new ControlServer(root.resolve("control"), objects.get(), time.clock());
        }

        private TestEdge startEdge(URI uplink) {
            try {
                return new TestEdge(
                        TestEdge.Wish.of(root)
                                .to(uplink)
                                .time(edgeWall.get(), time::nanos)
                                .spool(spoolBytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static ObjectStore folder(Path root) {
        try {
            return ObjectStores.open("", root.resolve("control"), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Nodes that do not run yet.
    ///
    /// @param objects a look of our own at what is stored
    Chain(Path root, BadLine line, Node edge, Node control, ObjectStore objects) {
        this.line = line;
        this.edge = edge;
        this.control = control;
        this.objects = objects;
        this.asked = new Control(control::uri);
        this.site = new Control(edge::uri);
        try {
            this.media = Files.createDirectories(root.resolve("media"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        watch.start();
    }

    /// Both nodes in this process, over real sockets. They end in good order.
    static Chain here(Setup setup) {
        return here(setup, folder(setup.root()));
    }

    /// The same with objects elsewhere.
    static Chain here(Setup setup, ObjectStore objects) {
        var line = new BadLine();
        URI uplink = URI.create("ws://127.0.0.1:" + line.port() + Messages.PATH);
        var edge =
                new Node(() -> {
                    TestEdge started = setup.startEdge(uplink);
                    return new Node.Life(started.uri(), started::close);
                });
        var control =
                new Node(() -> {
                    ControlServer started = setup.startControl();
                    URI uri = URI.create(started.address());
                    line.to(uri.getPort());
                    return new Node.Life(uri, started::close);
                });
        return new Chain(setup.root(), line, edge, control, objects);
    }

    /// Each node a process of its own, which can be killed.
    static Chain ofProcesses(Path root) {
        var line = new BadLine();
        List<String> edge =
                options(
                        "edge.control=http://127.0.0.1:" + line.port(),
                        "edge.token=" + TestEdge.TOKEN,
                        "edge.folders=" + root.resolve("media"),
                        "edge.report=500ms",
                        "data.folder=" + root.resolve("data"));
        Node control =
                Node.process(
                        options(
                                "control.enabled=true",
                                "control.edge_token=" + TestEdge.TOKEN,
                                "data.folder=" + root.resolve("control")));
        return new Chain(root, line, Node.process(edge), control, folder(root));
    }

    static List<String> options(String... settings) {
        return List.of(settings).stream().flatMap(it -> List.of("--set", it).stream()).toList();
    }

    /// Starts both, and records what these cameras make, and have made.
    void record(String... names) throws IOException {
        record(Instant.ofEpochSecond(1), names);
    }

    /// The same from some time on.
    void record(Instant from, String... names) throws IOException {
        startControl();
        edge.start();
        for (String name : names) {
            camera(name);
            make(1);
            String recording = asked.record(name, from);
            synchronized (this) {
                recordings.put(name, recording);
            }
        }
        awaitAll();
    }

    void startControl() {
        line.to(control.start().getPort());
    }

    /// A camera, which makes nothing by itself.
    Encoder camera(String name) throws IOException {
        return camera(name, WINDOW);
    }

    /// The same.
    ///
    /// @param window how many segments it lists, if it is new
    Encoder camera(String name, int window) throws IOException {
        Encoder known = cameras.get(name);
        if (known != null) {
            return known;
        }
        Path folder = Files.createDirectory(media.resolve(name));
        var camera = new Encoder(name, folder, "seg-%d.ts", window);
        cameras.put(name, camera);
        return camera;
    }

    /// How large segments are from now on, in packets of 188 bytes.
    void packets(int count) {
        packets = count;
    }

    /// Lets every camera make so many segments, and push a playlist after each.
    void make(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            for (Encoder camera : cameras.values()) {
                camera.make(Samples.body(seed++, packets));
                push(camera);
            }
        }
    }

    /// Pushes until the edge node has time for it. One that is not there misses it.
    void push(Encoder camera) {
        try {
            int status = camera.push(edge.uri());
            while (status == 503) {
                Waiting.briefly();
                status = camera.push(edge.uri());
            }
            assertThat(status).isIn(0, 200);
            if (status == 0) {
                unheard.add(camera);
            } else {
                unheard.remove(camera);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Until all that was made is listed. Everybody is there again by then; what was not heard is
    /// said again, as it would be with the next segment.
    void awaitAll() {
        List.copyOf(unheard).forEach(this::push);
        cameras.forEach((name, camera) -> {
            if (recorded().contains(name)) {
                await(name, camera.hashes().size());
            }
        });
    }

    /// Until so many segments of a recording are listed.
    void await(String name, int count) {
        try {
            Waiting.until(
                    "%d segments of %s are recorded".formatted(count, name),
                    PATIENCE,
                    () -> listed(name).size() >= count);
        } catch (AssertionError e) {
            String there = "there are %s; the edge node: %s".formatted(look(name), edgeStatus());
            throw new AssertionError(there, e);
        }
    }

    /// Until the edge node is connected, and has said more than once how it is doing.
    void awaitConnected() {
        String first = reportedAt();
        Waiting.until("it reports", PATIENCE, () -> !reportedAt().equals(first));
        String second = reportedAt();
        Waiting.until("it reports again", PATIENCE, () -> !reportedAt().equals(second));
    }

    private String reportedAt() {
        return site.get("/api/v2/edge")
                .map(it -> JsonMapper.shared().readTree(it).at("/link/reportedAt").asString(""))
                .orElse("");
    }

    /// What the edge node says of itself.
    String edgeStatus() {
        return site.get("/api/v2/edge").map(it -> new String(it, UTF_8)).orElse("");
    }

    /// The recording of a camera was deleted; the camera goes on.
    synchronized void forget(String name) {
        recordings.remove(name);
    }

    private synchronized List<String> recorded() {
        return List.copyOf(recordings.keySet());
    }

    /// Until live viewers have the newest segment of a camera.
    void awaitLive(String name) throws IOException {
        String path = "/v1/vod/live/%s/vid.m3u8".formatted(asked.source(name));
        String hash = camera(name).hashes().getLast().substring(0, HASH_SHOWN);
        Waiting.until(
                "the newest of %s is live".formatted(name),
                PATIENCE,
                () ->
                        asked.playlist(path)
                                .filter(it ->
                                        it.segments().getLast().resource().uri().contains(hash))
                                .isPresent());
    }

    /// Where the segments of a recording are.
    List<String> paths(String name) {
        return listed(name).stream().map(it -> base(name) + it).toList();
    }

    /// What can be played of a recording, by the names in its playlist.
    List<String> listed(String name) {
        return look(name).stream()
                .flatMap(it -> it.segments().stream())
                .filter(it -> !it.gap())
                .map(it -> it.resource().uri())
                .toList();
    }

    private String base(String name) {
        synchronized (this) {
            return "/v1/vod/recording/%s/".formatted(recordings.get(name));
        }
    }

    private Optional<MediaPlaylist> look(String name) {
        Optional<MediaPlaylist> playlist = asked.playlist(base(name) + "vid.m3u8");
        synchronized (this) {
            playlist.ifPresent(places.computeIfAbsent(name, _ -> new Places())::look);
        }
        return playlist;
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            recorded().forEach(this::look);
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }

    /// Ends all recordings, of which everything has to be there.
    void assertNothingIsLost() throws IOException {
        awaitAll();
        end();
        assertWhole();
    }

    /// All that cameras made before their recordings were ended is in the object store once, is
    /// replayed in order and as it was, and nothing ever stood elsewhere.
    void assertWhole() throws IOException {
        var replayed = new ArrayList<String>();
        for (String name : recorded()) {
            List<String> hashes = replay(name);
            assertThat(hashes.size()).isGreaterThanOrEqualTo(madeUntilStop.get(name));
            assertThat(camera(name).hashes()).startsWith(hashes.toArray(String[]::new));
            replayed.addAll(hashes);
        }
        assertThat(stored()).doesNotHaveDuplicates().containsAll(replayed).isSubsetOf(allMade());
        assertNothingMoved();
    }

    private List<String> allMade() {
        return cameras.values().stream().flatMap(it -> it.hashes().stream()).toList();
    }

    void assertNothingMoved() {
        synchronized (this) {
            assertThat(places.values()).allSatisfy(it -> assertThat(it.moved()).isEmpty());
        }
    }

    /// Ends all recordings, and waits until nothing more is to come of them.
    void end() throws IOException {
        stop();
        make(TAIL);
        awaitEnd();
    }

    /// Ends all recordings, of which more may still come.
    synchronized void stop() {
        cameras.forEach((name, camera) -> madeUntilStop.put(name, camera.hashes().size()));
        recordings.values().forEach(asked::stop);
    }

    /// Until nothing more is to come of any recording.
    void awaitEnd() {
        for (String name : recorded()) {
            Waiting.until(
                    name + " is complete",
                    PATIENCE,
                    () -> look(name).filter(MediaPlaylist::ended).isPresent());
        }
    }

    /// Plays all of a recording, segment by segment and in one piece, which is the same.
    ///
    /// @return the hashes of its segments
    List<String> replay(String name) {
        var hashes = new ArrayList<String>();
        var all = new ByteArrayOutputStream();
        for (String file : listed(name)) {
            byte[] body = asked.get(base(name) + file).orElseThrow(() -> new AssertionError(file));
            hashes.add(SegmentId.hash(body));
            all.writeBytes(body);
        }
        assertThat(asked.get(base(name) + "export.ts").orElseThrow()).isEqualTo(all.toByteArray());
        return hashes;
    }

    /// How many entries of a recording's playlist are known to be missing.
    long gaps(String name) {
        return look(name).stream()
                .flatMap(it -> it.segments().stream())
                .filter(MediaSegment::gap)
                .count();
    }

    /// The hashes of all objects.
    List<String> stored() throws IOException {
        var hashes = new ArrayList<String>();
        for (var object : objects.list(Optional.empty(), OBJECTS_MAX)) {
            hashes.add(SegmentId.hash(objects.get(object.key())));
        }
        return hashes;
    }

    @Override
    public void close() {
        watch.interrupt();
        cameras.values().forEach(Encoder::close);
        edge.close();
        control.close();
        line.close();
        asked.close();
        site.close();
        objects.close();
    }
}
