package dev.millrace.app;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.api.ApiHandler;
import dev.millrace.api.Instance;
import dev.millrace.api.MetricsHandler;
import dev.millrace.api.PageHandler;
import dev.millrace.api.ServerView;
import dev.millrace.api.vtx.VtxLinkHandler;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.ChannelBusyException;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.cluster.Cluster;
import dev.millrace.config.Config;
import dev.millrace.config.ConfigException;
import dev.millrace.config.value.HostPort;
import dev.millrace.delivery.Lanes;
import dev.millrace.demo.DemoPublisher;
import dev.millrace.dvr.Dvr;
import dev.millrace.dvr.Retention;
import dev.millrace.edge.EdgeNode;
import dev.millrace.entry.Entry;
import dev.millrace.entry.Visit;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.flv.FlvGateway;
import dev.millrace.gateway.hls.HlsGateway;
import dev.millrace.gateway.hls.HlsNumbers;
import dev.millrace.gateway.http.VhostHandler;
import dev.millrace.gateway.rtmp.RtmpGateway;
import dev.millrace.gateway.snapshot.SnapshotGateway;
import dev.millrace.gateway.ts.TsGateway;
import dev.millrace.gateway.vod.VodGateway;
import dev.millrace.hook.Hooks;
import dev.millrace.hook.SrsIds;
import dev.millrace.machine.VitalsWatch;
import dev.millrace.net.Addresses;
import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.Listener;
import dev.millrace.net.PemIdentity;
import dev.millrace.net.http.HttpServer;
import dev.millrace.net.http.HttpSettings;
import dev.millrace.observe.Metrics;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import dev.millrace.observe.Traffic;
import dev.millrace.relay.MemoryGuard;
import dev.millrace.relay.Relays;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that runs while Millrace serves: made here, wired here, and taken down here.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /// Everyone is told and gone within 5 s of a SIGTERM; this much of it is for saying goodbye.
    private static final Duration GOODBYE = Duration.ofSeconds(3);

    private static final Duration GOODBYE_STEP = Duration.ofMillis(20);

    private final Config config;
    private final Sessions sessions = new Sessions();
    private final Housekeeper housekeeper = new Housekeeper();
    private final Admission admission;
    private final Channels channels;
    private final Lanes lanes = Lanes.forThisMachine();
    private final Hooks hooks =
            new Hooks(SrsIds.ofServer(Instant.now()), "Millrace/" + Version.NAME);
    private final Hub hub;
    private final Relays relays;
    private final RelayBook book;
    private final VitalsWatch vitals = new VitalsWatch();
    private final MemoryGuard guard;
    private final Dvr dvr;
    private final @Nullable Cluster cluster;
    private final AdminToken token;
    private final Path data;
    private final List<Listener> listeners = new ArrayList<>();
    private @Nullable HttpServer http;
    private @Nullable ControlRoom control;
    private @Nullable SrsRoom srs;
    private @Nullable EdgeNode edge;
    private @Nullable HttpServer edgeHttp;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Server(Config config) throws ConfigException {
        this.config = config;
        var budget = new MemoryBudget(config.channel().memoryTotalBytes());
        this.channels =
                new Channels(
                        name -> Settings.channel(config.rules().of(name)),
                        budget,
                        System::nanoTime);
        this.admission = new Admission(Settings.admission(config), System::nanoTime);
        this.hub =
                new Hub(
                        channels,
                        lanes,
                        sessions,
                        housekeeper,
                        Settings.vhosts(config),
                        new Entry(
                                name -> EntrySettings.of(config.rules().of(name)),
                                hooks,
                                Clock.systemUTC()),
                        ClusterSetup.node());
        this.data = config.data().folder().orElseGet(DataFolder::usual);
        long reserveBytes = config.memory().reserveBytes();
        this.token = AdminToken.of(config.admin().token(), data, Settings.isPrivate(config));
        this.relays =
                new Relays(
                        channels,
                        sessions,
                        Settings.ffmpeg(config),
                        new Relays.Room(() -> vitals.get().memory(), reserveBytes),
                        Clock.systemUTC());
        this.book = new RelayBook(config.relays(), data.resolve("relays.json"), relays);
        this.guard = new MemoryGuard(vitals, reserveBytes, channels, relays);
        this.dvr =
                new Dvr(
                        channels,
                        name -> Settings.dvr(config.rules().of(name).dvr()),
                        Settings.recordings(config.dvr(), data),
                        new Retention(config.dvr().keepAge(), config.dvr().keepSizeBytes()),
                        Clock.systemUTC());
        // No lambda may name it: a server that has none does not load it.
        this.cluster = ClusterSetup.isWanted(config.rules()) ? cluster() : null;
        channels.demand(cluster == null ? relays : cluster.demand());
        housekeeper.add(_ -> channels.tick());
        housekeeper.add(relays);
        housekeeper.add(admission);
        housekeeper.add(guard);
        dvr.listener(new DvrHook(config.rules(), channels, hooks));
        housekeeper.add(dvr);
    }

    private Cluster cluster() {
        var made =
                new Cluster(
                        channels,
                        relays,
                        name -> ClusterSetup.settings(config.rules().of(name)),
                        hub.node());
        hub.entry().upstream(made.upstream());
        housekeeper.add(made);
        return made;
    }

    /// Opens every listener.
    ///
    /// @param demo whether to publish a test picture as well
    /// @throws IOException if a listener cannot be opened; the message names it and says why
    /// @throws ConfigException if what was set up in the page cannot be read any more
    public static Server start(Config config, boolean demo) throws IOException, ConfigException {
        var server = new Server(config);
        try {
            server.open();
            // Only now: where one of the ports is taken, that is the one thing to say.
            server.addresses()
                    .forEach((protocol, place) ->
                            LOG.info("{} listens on {}", protocol, Addresses.text(place)));
            LOG.info("{}", server.token.invitation(server.page()));
            if (server.control != null) {
                LOG.info("{}", server.control.invitation(server.page()));
            }
            server.book.begin();
            if (demo) {
                server.publishDemo();
            }
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /// Where each protocol listens, in the order they were opened: `rtmp`, `rtmps`, `http`,
    /// `https`; of a control node `management`, `viewing`, and `uplink`, where edge nodes connect;
    /// of an edge node `edge`, where encoders push; and `srs` of the API of SRS.
    public Map<String, InetSocketAddress> addresses() {
        var addresses = new LinkedHashMap<String, InetSocketAddress>();
        listeners.forEach(listener -> addresses.put(listener.name(), listener.address()));
        if (http != null) {
            http.listening().forEach(open -> addresses.put(open.protocol(), open.address()));
        }
        if (control != null) {
            addresses.putAll(control.addresses());
        }
        if (srs != null) {
            addresses.putAll(srs.addresses());
        }
        if (edgeHttp != null) {
            addresses.put("edge", edgeHttp.listening().getFirst().address());
        }
        return addresses;
    }

    /// Where people look at the server, as far as it knows its own address.
    private String page() {
        InetSocketAddress place = Objects.requireNonNull(http).listening().getFirst().address();
        return "http://%s/".formatted(Addresses.text(Addresses.reachable(place)));
    }

    public Channels channels() {
        return channels;
    }

    public Sessions sessions() {
        return sessions;
    }

    /// Returns when the server has stopped.
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /// Accepts nobody any more, tells everyone, waits a little for them to leave, and closes what
    /// is left.
    @Override
    public void close() {
        listeners.forEach(Listener::stopAccepting);
        relays.stop();
        channels.close("the server is stopping");
        awaitGoodbyes();
        List.copyOf(sessions.list()).forEach(session -> session.hangUp("the server is stopping"));
        listeners.forEach(Listener::close);
        if (srs != null) {
            srs.close();
        }
        dvr.close();
        if (cluster != null) {
            cluster.close();
        }
        if (control != null) {
            control.close();
        }
        if (http != null) {
            http.close();
        }
        if (edgeHttp != null) {
            edgeHttp.close();
        }
        if (edge != null) {
            edge.close();
        }
        relays.close();
        hooks.close();
        lanes.close();
        housekeeper.close();
        stopped.countDown();
    }

    private void open() throws IOException {
        Optional<PemIdentity> identity = identity();
        var rtmp = new RtmpGateway(hub, Settings.rtmp(config));
        listen("rtmp", config.rtmp().listen(), Optional.empty(), rtmp);
        if (config.rtmp().tlsListen().isPresent()) {
            var tls = identity.map(PemIdentity::context);
            listen("rtmps", config.rtmp().tlsListen().get(), tls, rtmp);
        }
        openHttp(identity);
    }

    private void openHttp(Optional<PemIdentity> identity) throws IOException {
        var live = Settings.live(config);
        HlsGateway hls = hls();
        var traffic = new Traffic(channels, sessions);
        housekeeper.add(traffic::tick);
        var instance = Instance.starting(Version.NAME, this::addresses);
        var handlers = new ArrayList<Handler>();
        handlers.add(new VhostHandler(hub.vhosts()));
        var access = new Access(Settings.access(config, token.token()));
        var metrics =
                new Metrics(
                        Version.NAME,
                        channels,
                        sessions,
                        traffic,
                        this::refused,
                        admission::refused);
        if (cluster != null) {
            metrics.add(cluster.metrics());
        }
        if (config.control().enabled()) {
            ControlRoom room = ControlRoom.open(config, data, access, housekeeper);
            control = room;
            room.listen(admission);
            metrics.add(room.metrics());
            handlers.addAll(room.handlers());
        }
        if (config.edge().isOn()) {
            handlers.add(openEdge(access, metrics)); // before the API, which it is a part of
        }
        ServerView view = view(instance, traffic);
        var room = new SrsRoom(config, access, view);
        srs = room;
        room.listen(admission, housekeeper);
        handlers.add(room.handler()); // before the API, which answers for all that is not there
        handlers.add(new ApiHandler(view, access));
        handlers.add(new MetricsHandler(metrics, access));
        handlers.add(new PageHandler());
        handlers.add(new VodGateway(dvr.folder(), hub));
        if (config.rules().hasHls()) {
            // Before HTTP-TS: a segment's URL could also be that of a channel.
            handlers.add(new VtxLinkHandler(relays, hls, access));
            handlers.add(hls.atOnce());
            handlers.add(hls);
            housekeeper.add(hls);
        }
        handlers.add(
                new SnapshotGateway(
                        channels,
                        (name, request) ->
                                hub.entry().isOpen(Visit.Deed.PLAY, name)
                                        || access.of(request).may().covers(Right.READ),
                        Clock.systemUTC()));
        handlers.add(FlvGateway.create(hub, live));
        handlers.add(TsGateway.create(hub, live));
        HttpServer opened = HttpServer.open(Settings.http(config, identity), admission, handlers);
        http = opened;
        housekeeper.add(opened.chore());
        room.beat(opened.listening().getFirst().address());
    }

    private HlsGateway hls() {
        Clock clock = Clock.systemUTC();
        return new HlsGateway(
                hub,
                name -> Settings.hls(config.rules().of(name)),
                new HlsNumbers(clock, config.hls().numbersFile()),
                clock);
    }

    /// What the API shows; the control node is open by then, if there is one.
    private ServerView view(Instance instance, Traffic traffic) {
        return new ServerView(
                instance,
                channels,
                sessions,
                traffic,
                relays,
                book,
                vitals,
                guard,
                dvr,
                name -> Settings.effective(name, config.rules()),
                hooks,
                Optional.ofNullable(cluster),
                control == null ? Optional.empty() : Optional.of(control.state()));
    }

    private Handler openEdge(Access access, Metrics metrics) throws IOException {
        EdgeNode opened = EdgeNode.start(EdgeSetup.settings(config, data), channels);
        edge = opened;
        housekeeper.add(opened);
        metrics.add(opened.metrics());
        if (config.edge().listen().isPresent()) {
            HttpSettings settings =
                    HttpSettings.plain(config.edge().listen().get().socketAddress());
            edgeHttp = HttpServer.open(settings, admission, List.of(opened.handler(access)));
            housekeeper.add(edgeHttp.chore());
        }
        return opened.handler(access);
    }

    /// How many connections each protocol has turned away.
    private Map<String, Long> refused() {
        var refused = new LinkedHashMap<String, Long>();
        listeners.forEach(listener -> refused.put(listener.name(), listener.refused()));
        if (http != null) {
            refused.put("http", http.refused());
        }
        return refused;
    }

    private void publishDemo() throws IOException {
        try {
            DemoPublisher.start(channels, sessions);
        } catch (ChannelBusyException | ProtocolException e) {
            throw new IOException("the demo cannot start: " + e.getMessage(), e);
        }
    }

    private Optional<PemIdentity> identity() throws IOException {
        var certificate = config.tls().certificate();
        var key = config.tls().key();
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(PemIdentity.load(certificate.get(), key.get()))
                : Optional.empty();
    }

    private void listen(
            String name, HostPort place, Optional<SSLContext> tls, Listener.Handler handler)
            throws IOException {
        var settings =
                new Listener.Settings(
                        name, place.socketAddress(), config.rtmp().connectionsMax(), tls);
        listeners.add(Listener.open(settings, admission, handler));
    }

    private void awaitGoodbyes() {
        long untilNs = System.nanoTime() + GOODBYE.toNanos();
        while (isAnyoneEngaged() && System.nanoTime() < untilNs) {
            try {
                Thread.sleep(GOODBYE_STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isAnyoneEngaged() {
        return sessions.list().stream().anyMatch(session -> session.role() != Session.Role.IDLE);
    }
}
