package dev.millrace.app;

import dev.millrace.access.Access;
import dev.millrace.api.ServerView;
import dev.millrace.api.srs.Heartbeat;
import dev.millrace.api.srs.SrsHandler;
import dev.millrace.api.srs.SrsView;
import dev.millrace.config.Config;
import dev.millrace.machine.BusyWatch;
import dev.millrace.machine.ProcFiles;
import dev.millrace.net.Addresses;
import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.http.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/// The API of SRS, with the port of its own that it may have, and the heartbeat.
final class SrsRoom implements AutoCloseable {
    private final Config config;
    private final Access access;
    private final SrsView view;
    private @Nullable HttpServer http;
    private @Nullable Heartbeat heartbeat;

    SrsRoom(Config config, Access access, ServerView server) {
        this.config = config;
        this.access = access;
        var files = new ProcFiles();
        this.view =
                new SrsView(
                        server,
                        Settings.vhosts(config),
                        name -> Settings.hls(config.rules().of(name)),
                        files,
                        new BusyWatch(files),
                        Logging.level());
    }

    /// What answers on the usual port.
    Handler handler() {
        return new SrsHandler(view, access, false);
    }

    /// Opens the port of its own.
    ///
    /// @throws IOException if it cannot be opened; says why
    void listen(Admission admission, Housekeeper housekeeper) throws IOException {
        if (config.srs().listen().isPresent()) {
            http =
                    HttpServer.open(
                            Settings.http(config, config.srs().listen().get()),
                            admission,
                            List.of(new SrsHandler(view, access, true)));
            housekeeper.add(http.chore());
        }
    }

    /// Begins to tell whoever wants to know it.
    ///
    /// @param page where the usual port is
    void beat(InetSocketAddress page) {
        String ip = Addresses.reachable(page).getAddress().getHostAddress();
        heartbeat =
                Settings.heartbeat(config.heartbeat(), ip)
                        .map(it -> Heartbeat.start(it, view))
                        .orElse(null);
    }

    /// Where it listens besides the usual port.
    Map<String, InetSocketAddress> addresses() {
        return Optional.ofNullable(http)
                .map(it -> Map.of("srs", it.listening().getFirst().address()))
                .orElse(Map.of());
    }

    @Override
    public void close() {
        if (heartbeat != null) {
            heartbeat.close();
        }
        if (http != null) {
            http.close();
        }
    }
}
