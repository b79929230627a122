package dev.millrace.app;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.api.ApiHandler;
import dev.millrace.api.Instance;
import dev.millrace.api.MetricsHandler;
import dev.millrace.api.PageHandler;
import dev.millrace.api.ServerView;
import dev.millrace.api.vtx.VtxLinkHandler;
import dev.millrace.app.door.Doors;
import dev.millrace.app.door.HttpDoor;
import dev.millrace.app.door.TcpDoors;
import dev.millrace.app.setup.ClusterSetup;
import dev.millrace.app.setup.EntrySettings;
import dev.millrace.app.setup.PublisherHooks;
import dev.millrace.bandwidth.BandwidthHandler;
import dev.millrace.bandwidth.Measurements;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.ChannelBusyException;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.config.Config;
import dev.millrace.config.ConfigException;
import dev.millrace.delivery.Lanes;
import dev.millrace.demo.DemoPublisher;
import dev.millrace.dvr.Dvr;
import dev.millrace.edge.EdgeNode;
import dev.millrace.entry.Entry;
import dev.millrace.entry.Visit;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.flv.FlvGateway;
import dev.millrace.gateway.flv.PublishGateway;
import dev.millrace.gateway.hls.HlsGateway;
import dev.millrace.gateway.hls.HlsNumbers;
import dev.millrace.gateway.http.VhostHandler;
import dev.millrace.gateway.meeting.MeetingGateway;
import dev.millrace.gateway.rtmp.RtmpGateway;
import dev.millrace.gateway.snapshot.SnapshotGateway;
import dev.millrace.gateway.ts.TsGateway;
import dev.millrace.gateway.vod.VodGateway;
import dev.millrace.hook.Hooks;
import dev.millrace.hook.SrsIds;
import dev.millrace.limit.PublisherLimits;
import dev.millrace.machine.ServiceManager;
import dev.millrace.machine.VitalsWatch;
import dev.millrace.net.Addresses;
import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.Seats;
import dev.millrace.net.http.HttpServer;
import dev.millrace.net.http.HttpSettings;
import dev.millrace.observe.Metrics;
import dev.millrace.observe.Progress;
import dev.millrace.observe.Sessions;
import dev.millrace.observe.Traffic;
import dev.millrace.relay.MemoryGuard;
import dev.millrace.relay.Relays;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that runs while Millrace serves: made here, wired here, and taken down here.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final Config config; // as it was at the start
    private final Current current;
    private final ConfigSource source;
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
    private final AdminToken token;
    private final Access access;
    private final Path data;
    private final Measurements measurements;
    private final TcpDoors<RtmpGateway> rtmp;
    private final RtspRoom rtsp;
    private final Doors doors;
    private @Nullable HttpServer http;
    private @Nullable ClusterRoom cluster;
    private @Nullable Switchover switchover;
    private @Nullable ControlRoom control;
    private @Nullable SrsRoom srs;
    private @Nullable EdgeNode edge;
    private @Nullable HttpServer edgeHttp;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Server(Current current, ConfigSource source) throws ConfigException {
        this.config = current.config();
        this.current = current;
        this.source = source;
        var budget = new MemoryBudget(config.channel().memoryTotalBytes());
        this.channels =
                new Channels(name -> Settings.channel(current.of(name)), budget, System::nanoTime);
        this.admission = new Admission(Settings.admission(config), System::nanoTime);
        this.hub =
                new Hub(
                        channels,
                        lanes,
                        sessions,
                        housekeeper,
                        current::vhosts,
                        new Entry(
                                name -> EntrySettings.of(current.of(name)),
                                hooks,
                                Clock.systemUTC()),
                        ClusterSetup.node());
        this.data = config.data().folder().orElseGet(DataFolder::usual);
        long reserveBytes = config.memory().reserveBytes();
        this.token = AdminToken.of(config.admin().token(), data, Settings.isPrivate(config));
        this.access = new Access(Settings.access(config, token.token()));
        this.relays =
                new Relays(
                        channels,
                        sessions,
                        Settings.ffmpeg(config),
                        new Relays.Room(() -> vitals.get().memory(), reserveBytes),
                        Clock.systemUTC());
        this.book = new RelayBook(config.relays(), data.resolve("relays.json"), relays);
        this.guard = new MemoryGuard(vitals, reserveBytes, channels, relays);
        this.dvr = dvr();
        channels.demand(relays);
        housekeeper.add(_ -> channels.tick());
        housekeeper.add(relays);
        housekeeper.add(new TranscodeRoom(current, channels, relays));
        housekeeper.add(admission);
        housekeeper.add(guard);
        dvr.listener(services()::recorded);
        housekeeper.add(dvr);
        housekeeper.add(
                new PublisherLimits(
                        channels, name -> Settings.publisherLimit(current.of(name).limits())));
        this.measurements =
                new Measurements(() -> Settings.bandwidth(current.config().bandwidth()));
        this.rtmp =
                new TcpDoors<>(
                        new RtmpGateway(hub, Settings.rtmp(config, current::of), measurements),
                        admission,
                        new Seats(config.rtmp().connectionsMax()));
        housekeeper.add(rtmp);
        this.rtsp = new RtspRoom(hub, current, admission, config.rtsp().connectionsMax());
        this.doors = new Doors(openers());
    }

    /// What opens the places of each protocol, once there is somebody to serve them.
    private Map<String, Doors.Opener> openers() {
        return Map.of(
                "rtmp", (at, _) -> rtmp.open("rtmp", at, Optional.empty()),
                "rtmps", (at, id) -> rtmp.open("rtmps", at, id),
                "rtsp", (at, _) -> rtsp.open("rtsp", at, Optional.empty()),
                "rtsps", (at, id) -> rtsp.open("rtsps", at, id),
                "http", (at, _) -> HttpDoor.open(http(), at),
                "https", (at, id) -> HttpDoor.openSecure(http(), at, id),
                "srs", (at, _) -> HttpDoor.open(srsPorts(), at));
    }

    private Dvr dvr() {
        return new Dvr(
                channels,
                name -> Settings.dvr(current.of(name).dvr()),
                Settings.recordings(config.dvr(), data),
                Settings.retention(config.dvr()),
                Clock.systemUTC());
    }

    private PublisherHooks services() {
        return new PublisherHooks(name -> current.of(name).hooks(), channels, hooks);
    }

    /// Opens every listener.
    ///
    /// @param demo whether to publish a test picture as well
    /// @throws IOException if a listener cannot be opened; the message names it and says why
    /// @throws ConfigException if what was set up in the page cannot be read any more
    public static Server start(Config config, boolean demo) throws IOException, ConfigException {
        return start(config, ConfigSource.NONE, demo);
    }

    /// Opens every listener.
    ///
    /// @param source where the settings come from again
    /// @throws IOException if a listener cannot be opened; the message names it and says why
    /// @throws ConfigException if what was set up in the page cannot be read any more
    public static Server start(Config config, ConfigSource source, boolean demo)
            throws IOException, ConfigException {
        var server = new Server(new Current(Current.State.of(config)), source);
        try {
            server.open();
            // Only now: where one of the ports is taken, that is the one thing to say.
            server.addresses()
                    .forEach((protocol, place) ->
                            LOG.info("{} listens on {}", protocol, Addresses.text(place)));
            LOG.info("{}", server.token.invitation(server.switchover().page()));
            if (server.control != null) {
                LOG.info("{}", server.control.invitation(server.switchover().page()));
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

    /// Where each protocol listens, in the order they were opened: `rtmp`, `rtmps`, `rtsp`,
    /// `rtsps`, `http`, `https`, `srs` of the API of SRS, the second of each as in `rtmp-2`; of a
    /// control node `management`, `viewing`, and `uplink`, where edge nodes connect; of an edge
    /// node `edge`, where encoders push.
    public Map<String, InetSocketAddress> addresses() {
        var addresses = new LinkedHashMap<String, InetSocketAddress>();
        addresses.putAll(doors.addresses());
        if (control != null) {
            addresses.putAll(control.addresses());
        }
        if (edgeHttp != null) {
            addresses.put("edge", edgeHttp.listening().getFirst().address());
        }
        return addresses;
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
        rtmp.stopAccepting();
        rtsp.stopAccepting();
        relays.stop();
        channels.close("the server is stopping");
        Goodbyes.await(sessions);
        List.copyOf(sessions.list()).forEach(session -> session.hangUp("the server is stopping"));
        rtmp.close();
        rtsp.close();
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
        var traffic = new Traffic(channels, sessions);
        housekeeper.add(traffic::tick);
        var progress =
                new Progress(sessions, () -> current.config().log().progress(), System.nanoTime());
        housekeeper.add(progress::tick);
        var metrics =
                new Metrics(
                        Version.NAME,
                        channels,
                        sessions,
                        traffic,
                        new Metrics.Turned(this::refused, admission::refused, this::failedLogins));
        var others = new ClusterRoom(current, hub, relays, services(), metrics);
        cluster = others;
        others.refresh();
        HlsGateway hls = hls();
        HttpServer opened =
                HttpServer.idle(Settings.http(config), admission, handlers(traffic, metrics, hls));
        http = opened;
        housekeeper.add(opened.chore());
        var change =
                new Switchover(
                        current,
                        doors,
                        sessions,
                        access,
                        admission,
                        channels,
                        relays,
                        book,
                        hls,
                        dvr,
                        rtmp,
                        rtsp,
                        others,
                        opened,
                        Objects.requireNonNull(srs),
                        data);
        switchover = change;
        doors.begin(Doors.wanted(config), current.state().identity(), Optional.empty()).finish();
        change.beat();
    }

    private List<Handler> handlers(Traffic traffic, Metrics metrics, HlsGateway hls)
            throws IOException {
        var handlers = new ArrayList<Handler>();
        handlers.add(new VhostHandler(current::vhosts));
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
        ServerView view = view(Instance.starting(Version.NAME, this::addresses), traffic);
        var room = new SrsRoom(access, view, current);
        srs = room;
        handlers.add(room.handler()); // before the API, which answers for all that is not there
        handlers.add(new BandwidthHandler(access, measurements));
        handlers.add(
                new MeetingGateway(
                        hub,
                        (one, other) -> EntrySettings.alike(current.of(one), current.of(other))));
        handlers.add(new ApiHandler(view, access));
        handlers.add(new MetricsHandler(metrics, access));
        handlers.add(new PageHandler());
        handlers.add(new VodGateway(dvr.folder(), hub));
        addMedia(handlers, hls);
        return handlers;
    }

    private void addMedia(List<Handler> handlers, HlsGateway hls) {
        // Before HTTP-TS: a segment's URL could also be that of a channel.
        handlers.add(new VtxLinkHandler(relays, hls, access));
        handlers.add(hls.atOnce());
        handlers.add(hls);
        housekeeper.add(hls);
        handlers.add(
                new SnapshotGateway(
                        channels,
                        (name, request) ->
                                hub.entry().isForAll(Visit.Deed.PLAY, name)
                                        || access.of(request).may().covers(Right.READ),
                        Clock.systemUTC()));
        handlers.add(
                new PublishGateway(hub, () -> Settings.publish(current.config(), current::of)));
        handlers.add(FlvGateway.create(hub, () -> Settings.live(current.config())));
        handlers.add(TsGateway.create(hub, () -> Settings.live(current.config())));
    }

    private HttpServer http() {
        return Objects.requireNonNull(http);
    }

    private HttpServer srsPorts() throws IOException {
        return Objects.requireNonNull(srs)
                .ports(Settings.http(current.config()), admission, housekeeper);
    }

    private HlsGateway hls() {
        Clock clock = Clock.systemUTC();
        return new HlsGateway(
                hub,
                name -> Settings.hls(current.of(name)),
                new HlsNumbers(clock, config.hls().numbersFile()),
                clock,
                services()::listed);
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
                name -> Settings.effective(name, current.config().rules()),
                reload(),
                hooks,
                Objects.requireNonNull(cluster)::forwards,
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
        Map<String, Long> refused = rtmp.refused();
        refused.putAll(rtsp.refused());
        if (http != null) {
            refused.put("http", http.refused());
        }
        return refused;
    }

    /// How often somebody was wrong, by what for.
    private Map<String, Long> failedLogins() {
        return Map.of(
                "api", access.failedLogins(),
                "bandwidth", measurements.failedLogins(),
                "channels", hub.entry().failedLogins());
    }

    private void publishDemo() throws IOException {
        try {
            DemoPublisher.start(channels, sessions);
        } catch (ChannelBusyException | ProtocolException e) {
            throw new IOException("the demo cannot start: " + e.getMessage(), e);
        }
    }

    private Switchover switchover() {
        return Objects.requireNonNull(switchover);
    }

    /// Says that it is up, and that it lives, as long as the housekeeper does.
    void tell(ServiceManager manager) {
        manager.ready();
        housekeeper.add(manager::tick);
    }

    /// What changes the settings while it runs.
    Reload reload() {
        return new Reload(current, this::switchover, source);
    }
}
