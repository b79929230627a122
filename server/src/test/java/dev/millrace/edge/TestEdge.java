package dev.millrace.edge;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.access.Token;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.edge.cache.CacheSettings;
import dev.millrace.edge.http.EdgeView;
import dev.millrace.edge.intake.Allowed;
import dev.millrace.edge.link.LinkSettings;
import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.http.HttpServer;
import dev.millrace.net.http.HttpSettings;
import dev.millrace.testing.ControlServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// An edge node of a test's own, behind a real HTTP server on a free port.
public final class TestEdge implements AutoCloseable {
    public static final String TOKEN = ControlServer.EDGE_TOKEN;
    static final Duration REPORT = Duration.ofMillis(200);

    private final Channels channels =
            new Channels(ChannelSettings.DEFAULT, new MemoryBudget(1 << 28), System::nanoTime);
    private final Housekeeper housekeeper = new Housekeeper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final EdgeNode node;
    private final HttpServer http;

    /// What a test may want otherwise.
    ///
    /// @param root of the folders of the node, `data`, and of encoders, `media`
    /// @param control the WebSocket of the control node
    public record Wish(
            Path root,
            Optional<URI> control,
            Clock wall,
            LongSupplier clockNs,
            long spoolBytes,
            long cacheBytes) {
        public static Wish of(Path root) {
            return new Wish(
                    root,
                    Optional.empty(),
                    Clock.systemUTC(),
                    System::nanoTime,
                    1L << 30,
                    64 << 20);
        }

        public Wish to(FakeControl fake) {
            return to(fake.uplink());
        }

        public Wish to(URI uplink) {
            return new Wish(root, Optional.of(uplink), wall, clockNs, spoolBytes, cacheBytes);
        }

        public Wish wall(Clock newWall) {
            return time(newWall, clockNs);
        }

        public Wish time(Clock newWall, LongSupplier newClockNs) {
            return new Wish(root, control, newWall, newClockNs, spoolBytes, cacheBytes);
        }

        public Wish spool(long bytes) {
            return new Wish(root, control, wall, clockNs, bytes, cacheBytes);
        }

        public Wish cache(long bytes) {
            return new Wish(root, control, wall, clockNs, spoolBytes, bytes);
        }

        Path media() {
            return root.resolve("media");
        }
    }

    public TestEdge(Wish wish) throws IOException {
        var settings =
                new EdgeSettings(
                        "north",
                        wish.control()
                                .map(uri ->
                                        new LinkSettings(
                                                uri, Optional.of(TOKEN), "north", "1.2.3", REPORT)),
                        new Allowed(List.of(wish.media()), List.of()),
                        List.of("*"),
                        Duration.ofSeconds(2),
                        new CacheSettings(
                                Duration.ofMinutes(10), wish.cacheBytes(), Optional.empty()),
                        wish.root().resolve("data"),
                        wish.spoolBytes(),
                        new EdgeView.Defaults(Optional.empty(), Optional.empty()),
                        REPORT);
        node = EdgeNode.start(settings, channels, wish.wall(), wish.clockNs());
        housekeeper.add(node);
        var access =
                new Access(
                        new Access.Settings(
                                new Token("the-token-of-the-test"), Right.NOTHING, Right.OPERATE));
        http =
                HttpServer.open(
                        HttpSettings.plain(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        new Admission(Admission.Limits.NONE, System::nanoTime),
                        List.of(node.handler(access)));
    }

    public Channels channels() {
        return channels;
    }

    public EdgeNode node() {
        return node;
    }

    public URI uri() {
        var address = http.listening().getFirst().address();
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    public HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(uri().resolve(path)).build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public byte[] bytes(String path) {
        HttpRequest request = HttpRequest.newBuilder(uri().resolve(path)).build();
        try {
            return client.send(request, BodyHandlers.ofByteArray()).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.close();
        node.close();
        housekeeper.close();
        client.shutdownNow();
    }
}
