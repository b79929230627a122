package dev.millrace.testing;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.access.Token;
import dev.millrace.api.control.ControlApi;
import dev.millrace.api.livemix.LiveMixHandler;
import dev.millrace.control.catalogue.Catalogues;
import dev.millrace.control.link.UplinkHandler;
import dev.millrace.control.node.ControlNode;
import dev.millrace.control.node.ControlSettings;
import dev.millrace.control.objects.ObjectStore;
import dev.millrace.control.objects.ObjectStores;
import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.http.HttpServer;
import dev.millrace.net.http.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A control node on a free port of the loopback interface, with a catalogue and objects in a
/// folder.
public final class ControlServer implements AutoCloseable {
    public static final Token ADMIN = new Token("the-token-of-the-test");
    public static final String EDGE_TOKEN = "the-token-of-edges";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public final ControlNode node;
    private final Housekeeper housekeeper = new Housekeeper();
    private final HttpServer http;
    private final HttpClient client = HttpClient.newHttpClient();

    public ControlServer(Path folder) {
        this(folder, it -> it);
    }

    /// @param store makes something else of the object store
    public ControlServer(Path folder, UnaryOperator<ObjectStore> store) {
        this(folder, settings(ControlSettings.Keep.ALL), store, Right.CONFIGURE);
    }

    /// @param local what users of this machine may without a token
    public ControlServer(
            Path folder, ControlSettings settings, UnaryOperator<ObjectStore> store, Right local) {
        this(folder, settings, store, local, Clock.systemUTC());
    }

    /// One that keeps everything where a test says, and has the time from there.
    public ControlServer(Path folder, ObjectStore objects, Clock clock) {
        this(folder, settings(ControlSettings.Keep.ALL), _ -> objects, Right.CONFIGURE, clock);
    }

    private ControlServer(
            Path folder,
            ControlSettings settings,
            UnaryOperator<ObjectStore> store,
            Right local,
            Clock clock) {
        try {
            ObjectStore objects = store.apply(ObjectStores.open("", folder, Optional.empty()));
            node = new ControlNode(settings, Catalogues.open("", folder), objects, clock);
            node.start();
            var access = new Access(new Access.Settings(ADMIN, Right.NOTHING, local));
            var edges =
                    new Access(
                            new Access.Settings(
                                    new Token(EDGE_TOKEN), Right.NOTHING, Right.NOTHING));
            http =
                    HttpServer.open(
                            HttpSettings.plain(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                            new Admission(Admission.Limits.NONE, System::nanoTime),
                            List.of(
                                    new UplinkHandler(node, edges),
                                    new LiveMixHandler(node, access, edges),
                                    new ControlApi(node, access)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        housekeeper.add(node);
    }

    /// For tests: little memory, little patience.
    public static ControlSettings settings(ControlSettings.Keep keep) {
        return new ControlSettings(
                "control",
                Optional.empty(),
                "",
                new ControlSettings.Memory(6, 8 << 20, 8 << 20, 8 << 20),
                keep,
                Duration.ofSeconds(30));
    }

    /// `http://127.0.0.1:1234`.
    public String address() {
        return "http://127.0.0.1:" + http.listening().getFirst().address().getPort();
    }

    public FakeEdge edge(String node, String... sources) {
        return FakeEdge.open(address(), EDGE_TOKEN, node, sources);
    }

    /// Sends a request and returns the whole answer.
    ///
    /// @param headers name, value, name, value
    public HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
        var request =
                HttpRequest.newBuilder(URI.create(address() + path))
                        .method(method, BodyPublishers.ofByteArray(body))
                        .timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public HttpResponse<byte[]> send(String method, String path, String body) {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    public int status(String method, String path) {
        return send(method, path, "").statusCode();
    }

    /// What a GET answers, which must be JSON and a success.
    public JsonNode json(String path) {
        return json(get(path));
    }

    public static JsonNode json(HttpResponse<byte[]> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(answer + " " + text(answer));
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    public static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /// A playlist, once it is as it should be.
    public String awaitPlaylist(String path, Predicate<String> as) {
        Waiting.until(path, () -> as.test(text(get(path))));
        return text(get(path));
    }

    /// The id of the source of this name, once there is one.
    public String sourceId(String name) {
        Waiting.until(name, () -> node.catalogue().sourceNamed(name).isPresent());
        return node.catalogue().sourceNamed(name).orElseThrow().id().toString();
    }

    /// Begins to record, and returns the recording's id.
    ///
    /// @param body LiveMix's
    public String record(String source, String body) {
        return json(send("POST", "/v1/source/%s/recording".formatted(source), body))
                .at("/recording/id")
                .asString();
    }

    @Override
    public void close() {
        client.shutdownNow();
        http.close();
        node.close();
        housekeeper.close();
    }
}
