package dev.millrace.api;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.access.Token;
import dev.millrace.api.control.ControlApi;
import dev.millrace.api.control.ControlState;
import dev.millrace.app.RelayBook;
import dev.millrace.bandwidth.BandwidthHandler;
import dev.millrace.bandwidth.BandwidthSettings;
import dev.millrace.bandwidth.Measurements;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.cluster.Cluster;
import dev.millrace.cluster.ClusterSettings;
import dev.millrace.cluster.Destinations;
import dev.millrace.cluster.Place;
import dev.millrace.config.ConfigException;
import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue.NewSource;
import dev.millrace.control.catalogue.Catalogues;
import dev.millrace.control.catalogue.NameTakenException;
import dev.millrace.control.node.BadRequestException;
import dev.millrace.control.node.ControlNode;
import dev.millrace.control.node.ControlSettings;
import dev.millrace.control.node.Recordings;
import dev.millrace.control.objects.ObjectStores;
import dev.millrace.delivery.Lanes;
import dev.millrace.dvr.Disk;
import dev.millrace.dvr.Dvr;
import dev.millrace.dvr.DvrSettings;
import dev.millrace.dvr.RecordingFolder;
import dev.millrace.dvr.Retention;
import dev.millrace.edge.EdgeNode;
import dev.millrace.edge.EdgeSettings;
import dev.millrace.edge.cache.CacheSettings;
import dev.millrace.edge.http.EdgeView;
import dev.millrace.edge.intake.Allowed;
import dev.millrace.entry.Entry;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.Vhosts;
import dev.millrace.gateway.meeting.MeetingGateway;
import dev.millrace.hook.Hooks;
import dev.millrace.machine.Memory;
import dev.millrace.machine.VitalsWatch;
import dev.millrace.media.ChannelName;
import dev.millrace.media.FileName;
import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.http.HttpServer;
import dev.millrace.net.http.HttpSettings;
import dev.millrace.observe.Metrics;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import dev.millrace.observe.Traffic;
import dev.millrace.relay.FfmpegSettings;
import dev.millrace.relay.MemoryGuard;
import dev.millrace.relay.RelaySettings;
import dev.millrace.relay.Relays;
import dev.millrace.relay.Retry;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import dev.millrace.testing.ControlServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Handler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The handlers of this package behind a real HTTP server on a free port, around channels and
/// sessions of a test's own.
final class ApiServer implements AutoCloseable {
    private static final List<EffectiveJson.Setting> SETTINGS =
            List.of(
                    new EffectiveJson.Setting(
                            "hls.segment", "2s", Optional.of("live/*"), Optional.of("here:1")),
                    new EffectiveJson.Setting(
                            "hls.idle", "60s", Optional.empty(), Optional.empty()));

    /// Only what somebody starts.
    private static final DvrSettings RECORDING =
            new DvrSettings(
                    false,
                    DvrSettings.Format.FLV,
                    DvrSettings.Plan.SESSION,
                    Duration.ofSeconds(30),
                    new FileName("[app]/[stream].[timestamp]"));

    /// To where nobody listens.
    private static final ClusterSettings FORWARDED =
            new ClusterSettings(
                    List.of(new Place("rtmp://127.0.0.1:1")),
                    List.of(),
                    false,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10));

    static final Token TOKEN = new Token("the-token-of-the-test");
    private static final long RESERVE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Channels channels =
            new Channels(ChannelSettings.DEFAULT, new MemoryBudget(1 << 30), System::nanoTime);
    final Sessions sessions = new Sessions();
    final Traffic traffic = new Traffic(channels, sessions);
    final Relays relays =
            new Relays(
                    channels,
                    sessions,
                    new FfmpegSettings("ffmpeg", Path.of("target/relays"), 1 << 20),
                    new Relays.Room(() -> Memory.UNKNOWN, 0),
                    Clock.systemUTC());

    final Cluster cluster =
            new Cluster(channels, relays, _ -> FORWARDED, Destinations.NONE, "millrace-test");

    private final Path folder = Files.createTempDirectory("millrace-api");
    final Dvr dvr;
    private final RelayBook book;
    private final ControlNode control;
    private Optional<Recording> recording = Optional.empty();
    private long live;
    private final EdgeNode edge;
    private final Lanes lanes = new Lanes(1);
    private final HttpServer http;
    private final HttpClient client = HttpClient.newHttpClient();

    ApiServer() throws IOException {
        this("/dev/millrace/api/page");
    }

    ApiServer(String pageFolder) throws IOException {
        this(pageFolder, new Access.Settings(TOKEN, Right.NOTHING, Right.CONFIGURE));
    }

    ApiServer(Access.Settings rights) throws IOException {
        this("/dev/millrace/api/page", rights);
    }

    private ApiServer(String pageFolder, Access.Settings rights) throws IOException {
        var access = new Access(rights);
        try {
            book = new RelayBook(List.of(), folder.resolve("relays.json"), relays);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
        edge = EdgeNode.start(edgeSettings(folder), channels);
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var instance =
                Instance.starting(
                        "1.2.3", () -> Map.of("rtmp", new InetSocketAddress("0.0.0.0", 1935)));
        var vitals = new VitalsWatch();
        control =
                new ControlNode(
                        ControlServer.settings(ControlSettings.Keep.ALL),
                        Catalogues.open("", folder),
                        ObjectStores.open("", folder, Optional.empty()),
                        Clock.systemUTC());
        dvr = new Dvr(channels, _ -> RECORDING, recordings(), Retention.ALL, Clock.systemUTC());
        var view =
                new ServerView(
                        instance,
                        channels,
                        sessions,
                        traffic,
                        relays,
                        book,
                        vitals,
                        new MemoryGuard(vitals, RESERVE_BYTES, channels, relays),
                        dvr,
                        name -> new EffectiveJson(name.toString(), SETTINGS),
                        new FixedConfig(SETTINGS),
                        new Hooks("vid-1", "Millrace/1.2.3"),
                        cluster::forwards,
                        Optional.of(new ControlState(control)::now));
        List<Handler> handlers =
                List.of(
                        new ControlApi(control, access),
                        edge.handler(access),
                        new BandwidthHandler(
                                access,
                                new Measurements(() ->
                                        new BandwidthSettings(
                                                Optional.of("the-key"), 1_000_000, 2))),
                        new MeetingGateway(hub(), (_, _) -> true),
                        new ApiHandler(view, access),
                        new MetricsHandler(metrics(), access),
                        new PageHandler(pageFolder));
        http =
                HttpServer.open(
                        HttpSettings.plain(loopback),
                        new Admission(Admission.Limits.NONE, System::nanoTime),
                        handlers);
    }

    private Metrics metrics() {
        return new Metrics(
                "1.2.3",
                channels,
                sessions,
                traffic,
                new Metrics.Turned(() -> Map.of("rtmp", 0L), Map::of, Map::of));
    }

    /// Everybody may watch.
    private Hub hub() {
        return new Hub(
                channels,
                lanes,
                sessions,
                new Housekeeper(),
                () -> Vhosts.NONE,
                Entry.open(),
                "millrace-test");
    }

    private RecordingFolder recordings() {
        return new RecordingFolder(folder.resolve("recordings"), Disk.REAL, 0, ZoneOffset.UTC);
    }

    /// With a source and without a control node.
    private static EdgeSettings edgeSettings(Path folder) {
        return new EdgeSettings(
                "north",
                Optional.empty(),
                new Allowed(List.of(), List.of()),
                List.of("*"),
                Duration.ofSeconds(2),
                new CacheSettings(Duration.ofMinutes(1), 1 << 20, Optional.empty()),
                folder.resolve("edge"),
                1 << 20,
                new EdgeView.Defaults(Optional.empty(), Optional.empty()),
                Duration.ofSeconds(5));
    }

    /// A relay on demand, as from a configuration file.
    void relay(String name, String source) throws Malformed {
        relays.add(
                new RelaySettings(
                        ChannelName.parse(name),
                        new dev.millrace.relay.Source(source),
                        RelaySettings.Start.ON_DEMAND,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        new Retry(Duration.ofSeconds(1), Duration.ofMinutes(1), 0, 0.2),
                        RelaySettings.Ffmpeg.PLAIN,
                        RelaySettings.Limits.NONE));
    }

    /// The text with the ids of a source and a recording of it where it says `SOURCE` and
    /// `RECORDING`.
    String resolved(String text) {
        if (recording.isEmpty() && text.matches(".*(SOURCE|RECORDING).*")) {
            recording = Optional.of(record());
        }
        return recording
                .map(it ->
                        text.replace("SOURCE", it.source().toString())
                                .replace("RECORDING", it.id()))
                .orElse(text);
    }

    private Recording record() {
        try {
            Source source =
                    control.sources()
                            .add(
                                    new NewSource(
                                            "cam",
                                            Duration.ofSeconds(2),
                                            Optional.empty(),
                                            Optional.empty()));
            var wanted =
                    new Recordings.Wanted(
                            source.id(), Optional.of("one"), Optional.empty(), Optional.empty());
            return control.recordings().start(wanted).orElseThrow();
        } catch (BadRequestException | NameTakenException e) {
            throw new AssertionError(e);
        }
    }

    /// Sends the source one more segment, for those who watch it live.
    void sendLive(byte[] body) throws IOException {
        var segment =
                new Segment(SegmentId.of(++live, body), Instant.now(), 1_000_000, body.length, 0);
        control.intake().take(recording.orElseThrow().source(), segment, body, true, false);
    }

    URI uri(String path) {
        var address = http.listening().getFirst().address();
        return URI.create("http://127.0.0.1:%d%s".formatted(address.getPort(), path));
    }

    /// Sends a request and returns the whole answer.
    ///
    /// @param headers name, value, name, value
    HttpResponse<byte[]> send(String method, String path, String... headers) {
        return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    /// The same with a text.
    HttpResponse<byte[]> sendText(String method, String path, String body, String... headers) {
        return send(method, path, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    private HttpResponse<byte[]> send(
            String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).method(method, body).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " " + path, e);
        }
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /// What a GET answers, which must be JSON.
    JsonNode json(String path) {
        return json(get(path));
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /// A session of nobody.
    Session session(String protocol, Consumer<String> hangUp) {
        return sessions.open(
                new Session.Opening(protocol, "192.0.2.7:51200", Instant.EPOCH, hangUp));
    }

    @Override
    public void close() {
        client.shutdownNow();
        relays.close();
        dvr.close();
        http.close();
        control.close();
        edge.close();
    }
}
