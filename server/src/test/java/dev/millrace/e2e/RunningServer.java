package dev.millrace.e2e;

import dev.millrace.app.ConfigSource;
import dev.millrace.app.Server;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.Channel;
import dev.millrace.config.Config;
import dev.millrace.config.ConfigException;
import dev.millrace.config.ConfigLoader;
import dev.millrace.media.ChannelName;
import dev.millrace.net.Addresses;
import dev.millrace.observe.Session;
import dev.millrace.testing.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A server of a test's own, on free ports of the loopback interface.
public final class RunningServer implements AutoCloseable {

    private final Server server;

    /// @param settings in the form `channel.grace=1s`
    public RunningServer(String... settings) throws IOException {
        var all = Stream.of("rtmp.listen=127.0.0.1:0", "http.listen=127.0.0.1:0");
        String[] wanted = Stream.concat(all, Stream.of(settings)).toArray(String[]::new);
        try {
            server = Server.start(Config.of(wanted), false);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /// With the settings of a file, which can be read again.
    public RunningServer(Path file) throws IOException {
        var source =
                new ConfigSource() {
                    @Override
                    public ConfigLoader read(Optional<String> text) {
                        var loader = new ConfigLoader();
                        return text.isPresent()
                                ? loader.text(text.get(), "new configuration")
                                : loader.file(file);
                    }

                    @Override
                    public Optional<Path> file() {
                        return Optional.of(file);
                    }
                };
        try {
            server = Server.start(source.read(Optional.empty()).load(), source, false);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    public Server server() {
        return server;
    }

    public String rtmp(String channel) {
        return "rtmp://127.0.0.1:%d/%s".formatted(port("rtmp"), channel);
    }

    public String rtsp(String channel) {
        return "rtsp://127.0.0.1:%d/%s".formatted(port("rtsp"), channel);
    }

    public String http(String path) {
        return "http://127.0.0.1:%d/%s".formatted(port("http"), path);
    }

    /// The same by an address that is not the loopback's, where the machine has one.
    public String httpFromOutside(String path) {
        var address = Objects.requireNonNull(server.addresses().get("http"));
        return "http://%s/%s".formatted(Addresses.text(Addresses.reachable(address)), path);
    }

    public int port(String protocol) {
        return Objects.requireNonNull(server.addresses().get(protocol)).getPort();
    }

    /// FFmpeg as it comes with the system, sending `file` in real time.
    public Program publish(Path file, String channel) {
        return Clip.publish(file, rtmp(channel));
    }

    /// The channel, if it is there.
    public Channel channel(String name) {
        try {
            return server.channels().find(ChannelName.parse(name)).orElseThrow();
        } catch (Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    public boolean isPublished(String name) {
        return server.channels().list().stream()
                .anyMatch(c -> c.name().path().equals(name) && c.publication().isPresent());
    }

    public long viewers(String name) {
        return server.sessions().list().stream()
                .filter(s -> s.role() == Session.Role.VIEWER)
                .filter(s -> s.channel().equals(Optional.of(name)))
                .count();
    }

    /// The text that is there over HTTP.
    public String get(String path) {
        return new String(get(URI.create(http(path))), StandardCharsets.UTF_8);
    }

    /// What is at a URL, whole.
    public static byte[] get(URI uri) {
        try (InputStream in = uri.toURL().openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
