package dev.millrace.app;

import dev.millrace.config.Config;
import dev.millrace.config.EdgeConfig;
import dev.millrace.edge.EdgeSettings;
import dev.millrace.edge.cache.CacheSettings;
import dev.millrace.edge.http.EdgeView;
import dev.millrace.edge.intake.Allowed;
import dev.millrace.edge.link.LinkSettings;
import dev.millrace.uplink.Messages;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the configuration file says of an edge node, in that room's own words.
final class EdgeSetup {
    private EdgeSetup() {}

    /// @param data the folder of all that outlives the server
    static EdgeSettings settings(Config config, Path data) {
        EdgeConfig edge = config.edge();
        String name = edge.name().orElseGet(EdgeSetup::hostName);
        return new EdgeSettings(
                name,
                edge.control()
                        .map(control ->
                                new LinkSettings(
                                        uplink(control),
                                        edge.token(),
                                        name,
                                        Version.NAME,
                                        edge.report())),
                new Allowed(edge.folders(), edge.fetch()),
                edge.control().isPresent() ? edge.channels() : List.of(),
                config.hls().segment(),
                new CacheSettings(
                        edge.cacheTime(),
                        edge.cacheFolder().isPresent()
                                ? edge.cacheDiskBytes()
                                : edge.cacheMemoryBytes(),
                        edge.cacheFolder()),
                data.resolve("edge"),
                edge.spoolBytes(),
                new EdgeView.Defaults(edge.source(), edge.segmentPrefix()),
                edge.report());
    }

    /// `https://host/base` is `wss://host/base/api/v2/uplink`.
    static URI uplink(URI control) {
        String base = control.toString().replaceFirst("^http", "ws").replaceFirst("/+$", "");
        return URI.create(base + Messages.PATH);
    }

    private static String hostName() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName())
                    .filter(it -> !it.isBlank())
                    .orElse("edge");
        } catch (UnknownHostException e) {
            return "edge";
        }
    }
}
