package dev.millrace.app;

import dev.millrace.access.Access;
import dev.millrace.app.door.Doors;
import dev.millrace.app.door.TcpDoors;
import dev.millrace.app.log.Logging;
import dev.millrace.channel.Channels;
import dev.millrace.config.Config;
import dev.millrace.dvr.Dvr;
import dev.millrace.gateway.hls.HlsGateway;
import dev.millrace.gateway.rtmp.RtmpGateway;
import dev.millrace.gateway.rtmp.RtmpSettings;
import dev.millrace.net.Addresses;
import dev.millrace.net.Admission;
import dev.millrace.net.http.HttpServer;
import dev.millrace.net.http.HttpSettings;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import dev.millrace.relay.Relays;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a server that runs go on with other settings: with all of them, or as before. It knows
/// everyone who has to be told; the rest asks [Current] whenever a setting matters. One at a time.
///
/// @param data where the token is kept
record Switchover(
        Current current,
        Doors doors,
        Sessions sessions,
        Access access,
        Admission admission,
        Channels channels,
        Relays relays,
        RelayBook book,
        HlsGateway hls,
        Dvr dvr,
        TcpDoors<RtmpGateway> rtmp,
        RtspRoom rtsp,
        ClusterRoom cluster,
        HttpServer http,
        SrsRoom srs,
        Path data) {
    private static final Logger LOG = LoggerFactory.getLogger(Switchover.class);

    /// A session that ends when other settings hold.
    record Ending(Session session, String why) {}

    /// Sessions that would end if these were the settings.
    List<Ending> endings(Config next) {
        var endings = new ArrayList<Ending>();
        var then = Settings.vhosts(next);
        for (Session session : sessions.list()) {
            session.channel()
                    .flatMap(channel -> Settings.closedVhost(channel, current.vhosts(), then))
                    .ifPresent(why -> endings.add(new Ending(session, why)));
        }
        return endings;
    }

    /// Looks whether [#to] could be done, and changes nothing.
    ///
    /// @throws IOException saying what is in the way
    void probe(Config next) throws IOException {
        Current.State.of(next);
        doors.probe(Doors.wanted(next));
    }

    /// Goes on with these settings.
    ///
    /// @throws IOException saying what is in the way; then nothing has changed
    void to(Config next) throws IOException {
        Current.State before = current.state();
        Current.State after = Current.State.of(next);
        List<Ending> endings = endings(next);
        Doors.Move move = doors.begin(Doors.wanted(next), after.identity(), before.identity());
        try {
            adopt(after, before.config());
        } catch (RuntimeException e) {
            LOG.error("other settings could not be taken; it is as before", e);
            adopt(before, next);
            move.undo(before.identity());
            throw e;
        }
        move.finish();
        endings.forEach(ending -> ending.session.hangUp(ending.why));
        if (!next.heartbeat().equals(before.config().heartbeat())) {
            beat();
        }
    }

    private void adopt(Current.State state, Config before) {
        Config config = state.config();
        current.state(state);
        adoptRights(config, before);
        admission.limits(Settings.admission(config));
        channels.budget().bytesMax(config.channel().memoryTotalBytes());
        channels.refresh();
        relays.refresh();
        book.configured(config.relays());
        cluster.refresh();
        hls.refresh();
        dvr.retention(Settings.retention(config.dvr()));
        RtmpSettings newcomers = Settings.rtmp(config, current::of);
        rtmp.change(it -> it.with(newcomers), config.rtmp().connectionsMax());
        rtsp.connectionsMax(config.rtsp().connectionsMax());
        HttpSettings limits = Settings.http(config);
        http.change(limits);
        srs.change(limits);
        state.identity()
                .ifPresent(it -> {
                    rtmp.identity(it);
                    rtsp.identity(it);
                    http.identity(it);
                });
        if (!config.log().equals(before.log()) || config.log().file().isPresent()) {
            Logging.configure(config.log());
        }
    }

    /// Who was alone on the machine, and is so no more, needs the token from now on.
    private void adoptRights(Config next, Config before) {
        boolean isPrivate = Settings.isPrivate(next);
        boolean same =
                next.admin().equals(before.admin()) && isPrivate == Settings.isPrivate(before);
        if (!same) {
            AdminToken token = AdminToken.of(next.admin().token(), data, isPrivate);
            LOG.info("{}", token.invitation(page()));
            access.settings(Settings.access(next, token.token()));
        }
    }

    /// Tells whoever wants to know it that the server is there.
    void beat() {
        srs.beat(current.config().heartbeat(), reachable().getHostAddress());
    }

    /// Where people look at the server, as far as it knows its own address.
    String page() {
        var place = Objects.requireNonNull(doors.addresses().get("http"));
        return "http://%s/".formatted(Addresses.text(Addresses.reachable(place)));
    }

    private InetAddress reachable() {
        var place = Objects.requireNonNull(doors.addresses().get("http"));
        return Addresses.reachable(place).getAddress();
    }
}
