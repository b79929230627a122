package dev.millrace.app;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.access.Token;
import dev.millrace.api.control.ControlApi;
import dev.millrace.api.control.ControlState;
import dev.millrace.api.livemix.LiveMixHandler;
import dev.millrace.config.Config;
import dev.millrace.config.value.HostPort;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.catalogue.CatalogueException;
import dev.millrace.control.catalogue.Catalogues;
import dev.millrace.control.link.UplinkHandler;
import dev.millrace.control.node.ControlNode;
import dev.millrace.control.node.NodeMetrics;
import dev.millrace.control.objects.ObjectStore;
import dev.millrace.control.objects.ObjectStores;
import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.http.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;

/// The control node of a server, with the ports of its own that it may have.
final class ControlRoom implements AutoCloseable {
    private static final String TOKEN_FILE = "edge.token";

    private final Config config;
    private final ControlNode node;
    private final Access access;
    private final Access edges;
    private final AdminToken token;
    private final UplinkHandler uplink;
    private final Housekeeper housekeeper;
    private final Map<String, HttpServer> servers = new LinkedHashMap<>();

    private ControlRoom(
            Config config,
            ControlNode node,
            Access access,
            AdminToken token,
            Housekeeper housekeeper) {
        this.config = config;
        this.node = node;
        this.access = access;
        this.token = token;
        this.edges = new Access(new Access.Settings(token.token(), Right.NOTHING, Right.NOTHING));
        this.uplink = new UplinkHandler(node, edges);
        this.housekeeper = housekeeper;
        housekeeper.add(node);
        housekeeper.add(uplink);
    }

    /// Opens what the node keeps.
    ///
    /// @throws IOException if that cannot be opened; says why
    static ControlRoom open(Config config, Path data, Access access, Housekeeper housekeeper)
            throws IOException {
        Files.createDirectories(data);
        ControlNode node = node(config, data);
        node.start();
        AdminToken token =
                config.control()
                        .edgeToken()
                        .map(it ->
                                new AdminToken(
                                        new Token(it),
                                        false,
                                        "with the token that control.edge_token says"))
                        .orElseGet(() -> AdminToken.kept(data.resolve(TOKEN_FILE)));
        return new ControlRoom(config, node, access, token, housekeeper);
    }

    private static ControlNode node(Config config, Path data) throws IOException {
        Catalogue catalogue = catalogue(config.control().catalogue().orElse(""), data);
        try {
            String where = config.control().objects().orElse("");
            ObjectStore objects = ObjectStores.open(where, data, Optional.empty());
            return new ControlNode(
                    Settings.control(config.control()), catalogue, objects, Clock.systemUTC());
        } catch (IOException | IllegalArgumentException e) {
            catalogue.close();
            throw new IOException("control.objects: " + e.getMessage(), e);
        }
    }

    private static Catalogue catalogue(String where, Path data) throws IOException {
        try {
            return Catalogues.open(where, data);
        } catch (IllegalArgumentException | CatalogueException e) {
            throw new IOException("control.catalogue: " + e.getMessage(), e);
        }
    }

    /// What answers on the usual port.
    List<Handler> handlers() {
        return handlers(uplink);
    }

    /// Opens the ports of its own.
    ///
    /// @throws IOException if one cannot be opened; says which
    void listen(Admission admission) throws IOException {
        for (Map.Entry<String, HostPort> place : Settings.controlPlaces(config).entrySet()) {
            HttpServer server =
                    HttpServer.open(
                            Settings.http(config, place.getValue()),
                            admission,
                            handlers(uplink.another()));
            servers.put(place.getKey(), server);
            housekeeper.add(server.chore());
        }
    }

    /// Where it listens besides the usual port.
    Map<String, InetSocketAddress> addresses() {
        var addresses = new LinkedHashMap<String, InetSocketAddress>();
        servers.forEach(
                (name, server) -> addresses.put(name, server.listening().getFirst().address()));
        return addresses;
    }

    /// How it is, for pages.
    Supplier<?> state() {
        return new ControlState(node)::now;
    }

    NodeMetrics metrics() {
        return new NodeMetrics(node);
    }

    /// Says with what an edge node connects: with the token itself only when it is new.
    String invitation(String page) {
        String shown = token.isNew() ? token.token().reveal() : "TOKEN";
        return "an edge node connects with --set edge.control=%s --set edge.token=%s (%s)"
                .formatted(page.replaceFirst("/$", ""), shown, token.how());
    }

    @Override
    public void close() {
        housekeeper.remove(node);
        housekeeper.remove(uplink);
        servers.values().forEach(HttpServer::close);
        node.close();
    }

    private List<Handler> handlers(UplinkHandler link) {
        return List.of(link, new LiveMixHandler(node, access, edges), new ControlApi(node, access));
    }
}
