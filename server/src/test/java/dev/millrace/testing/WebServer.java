package dev.millrace.testing;

import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.delivery.Lanes;
import dev.millrace.entry.Entry;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.Vhosts;
import dev.millrace.gateway.flv.FlvGateway;
import dev.millrace.gateway.hls.HlsGateway;
import dev.millrace.gateway.hls.HlsSettings;
import dev.millrace.gateway.http.LiveSettings;
import dev.millrace.gateway.snapshot.SnapshotGateway;
import dev.millrace.gateway.ts.TsGateway;
import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.http.HttpServer;
import dev.millrace.net.http.HttpSettings;
import dev.millrace.observe.Sessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Everything that speaks HTTP, on a free port of the loopback interface, over a bus of its own.
public final class WebServer implements AutoCloseable {
    public final Channels channels;
    public final Sessions sessions = new Sessions();
    public final HlsGateway hls;
    private final Lanes lanes = new Lanes(1);
    private final Housekeeper housekeeper = new Housekeeper();
    private final HttpServer http;
    private final HttpClient client = HttpClient.newHttpClient();

    /// What can be set.
    public record Options(HttpSettings http, LiveSettings live, HlsSettings hls, Clock clock) {
        public static final Options USUAL =
                new Options(plain(), LiveSettings.DEFAULT, HlsSettings.DEFAULT, Clock.systemUTC());

        public Options http(HttpSettings settings) {
            return new Options(settings, live, hls, clock);
        }

        public Options live(LiveSettings settings) {
            return new Options(http, settings, hls, clock);
        }

        public Options hls(HlsSettings settings) {
            return new Options(http, live, settings, clock);
        }

        public Options clock(Clock other) {
            return new Options(http, live, hls, other);
        }
    }

    public WebServer() {
        this(Options.USUAL);
    }

    public WebServer(Options options) {
        channels = new Channels(bus(), new MemoryBudget(256L << 20), System::nanoTime);
        var hub =
                new Hub(
                        channels,
                        lanes,
                        sessions,
                        housekeeper,
                        () -> Vhosts.NONE,
                        Entry.open(),
                        "test");
        hls = new HlsGateway(channels, sessions, options.hls(), options.clock());
        try {
            http =
                    HttpServer.open(
                            options.http(),
                            new Admission(Admission.Limits.NONE, System::nanoTime),
                            List.of(
                                    FlvGateway.create(hub, options::live),
                                    hls.atOnce(),
                                    hls,
                                    new SnapshotGateway(channels, (_, _) -> true, options.clock()),
                                    TsGateway.create(hub, options::live)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        housekeeper.add(_ -> channels.tick());
        housekeeper.add(hls);
        housekeeper.add(http.chore());
    }

    public static HttpSettings plain() {
        return HttpSettings.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static ChannelSettings bus() {
        ChannelSettings usual = ChannelSettings.DEFAULT;
        return new ChannelSettings(
                usual.window(),
                usual.memoryBytes(),
                usual.groupMax(),
                Duration.ofMillis(500),
                Duration.ZERO,
                usual.lagMax(),
                usual.channelsMax(),
                false,
                false);
    }

    public HttpServer http() {
        return http;
    }

    public InetSocketAddress address() {
        return http.listening().getFirst().address();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(address().getPort(), path));
    }

    public TestPublisher publish(String channel) {
        return new TestPublisher(channels, channel);
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, BodyHandlers.ofString(), headers);
    }

    public HttpResponse<byte[]> getBytes(String path, String... headers) {
        return send("GET", path, BodyHandlers.ofByteArray(), headers);
    }

    public HttpResponse<String> send(String method, String path, String... headers) {
        return send(method, path, BodyHandlers.ofString(), headers);
    }

    public <T> HttpResponse<T> send(
            String method, String path, HttpResponse.BodyHandler<T> body, String... headers) {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .version(HttpClient.Version.HTTP_1_1)
                        .timeout(Duration.ofSeconds(30))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), body);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// A connection on which the test says what it likes.
    public Socket connect() {
        try {
            var socket = new Socket(address().getAddress(), address().getPort());
            socket.setSoTimeout(20_000);
            return socket;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
        channels.close("the test is over");
        housekeeper.close();
        http.close();
    }
}
