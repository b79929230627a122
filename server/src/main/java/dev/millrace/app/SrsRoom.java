package dev.millrace.app;

import dev.millrace.access.Access;
import dev.millrace.api.ServerView;
import dev.millrace.api.srs.Heartbeat;
import dev.millrace.api.srs.SrsHandler;
import dev.millrace.api.srs.SrsView;
import dev.millrace.app.log.Logging;
import dev.millrace.config.HeartbeatConfig;
import dev.millrace.machine.BusyWatch;
import dev.millrace.machine.ProcFiles;
import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.http.HttpServer;
import dev.millrace.net.http.HttpSettings;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/// The API of SRS, with the ports of its own that it may have, and the heartbeat. One thread at a
/// time.
final class SrsRoom implements AutoCloseable {
    private final Access access;
    private final SrsView view;
    private @Nullable HttpServer http;
    private @Nullable Heartbeat heartbeat;

    /// @param all what there is to be shown
    SrsRoom(Access access, ServerView all, Current current) {
        this.access = access;
        var files = new ProcFiles();
        this.view =
                new SrsView(
                        all,
                        current::vhosts,
                        name -> Settings.hls(current.of(name)),
                        files,
                        new BusyWatch(files),
                        Logging.level());
    }

    /// What answers on the usual port.
    Handler handler() {
        return new SrsHandler(view, access, false);
    }

    /// What serves the ports of its own; made when the first is opened.
    ///
    /// @throws IOException if it cannot be; says why
    synchronized HttpServer ports(
            HttpSettings settings, Admission admission, Housekeeper housekeeper)
            throws IOException {
        HttpServer known = http;
        if (known != null) {
            return known;
        }
        HttpServer made =
                HttpServer.idle(settings, admission, List.of(new SrsHandler(view, access, true)));
        housekeeper.add(made.chore());
        http = made;
        return made;
    }

    /// Takes other limits and headers.
    synchronized void change(HttpSettings settings) {
        if (http != null) {
            http.change(settings);
        }
    }

    /// Tells whoever wants to know it, and nobody else any more.
    ///
    /// @param ip where this server is
    synchronized void beat(HeartbeatConfig config, String ip) {
        if (heartbeat != null) {
            heartbeat.close();
        }
        heartbeat =
                Settings.heartbeat(config, ip).map(it -> Heartbeat.start(it, view)).orElse(null);
    }

    @Override
    public synchronized void close() {
        if (heartbeat != null) {
            heartbeat.close();
        }
        if (http != null) {
            http.close();
        }
    }
}
