package dev.millrace.app;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.access.Token;
import dev.millrace.api.EffectiveJson;
import dev.millrace.api.srs.Heartbeat;
import dev.millrace.bandwidth.BandwidthSettings;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.config.ChannelRules;
import dev.millrace.config.Config;
import dev.millrace.config.ControlConfig;
import dev.millrace.config.DvrConfig;
import dev.millrace.config.FfmpegConfig;
import dev.millrace.config.HeartbeatConfig;
import dev.millrace.config.LimitsConfig;
import dev.millrace.config.PerChannel;
import dev.millrace.config.RelayConfig;
import dev.millrace.config.RtmpConfig;
import dev.millrace.config.VhostConfig;
import dev.millrace.config.tool.BandwidthConfig;
import dev.millrace.config.value.Bitrate;
import dev.millrace.config.value.HostPort;
import dev.millrace.control.node.ControlSettings;
import dev.millrace.dvr.Disk;
import dev.millrace.dvr.DvrSettings;
import dev.millrace.dvr.RecordingFolder;
import dev.millrace.dvr.Retention;
import dev.millrace.gateway.PublishTerms;
import dev.millrace.gateway.Vhosts;
import dev.millrace.gateway.flv.PublishSettings;
import dev.millrace.gateway.hls.HlsSettings;
import dev.millrace.gateway.http.LiveSettings;
import dev.millrace.gateway.rtmp.RtmpSettings;
import dev.millrace.gateway.rtsp.RtspSettings;
import dev.millrace.limit.PublisherLimit;
import dev.millrace.media.ChannelName;
import dev.millrace.net.Admission;
import dev.millrace.net.http.HttpSettings;
import dev.millrace.relay.FfmpegSettings;
import dev.millrace.relay.RelaySettings;
import dev.millrace.relay.Retry;
import dev.millrace.relay.Source;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the configuration file says, in the words of each room: rooms know their own settings and
/// not the file.
final class Settings {
    private Settings() {}

    static ChannelSettings channel(PerChannel of) {
        return new ChannelSettings(
                of.channel().window(),
                of.channel().memoryBytes(),
                of.channel().groupMax(),
                of.channel().grace(),
                of.delivery().latency(),
                of.delivery().lagMax(),
                of.channel().countMax(),
                of.channel().keepTimes(),
                of.channel().mix());
    }

    static EffectiveJson effective(ChannelName name, ChannelRules rules) {
        return new EffectiveJson(
                name.toString(),
                rules.explain(name).stream()
                        .map(it ->
                                new EffectiveJson.Setting(
                                        it.key(), it.value(), it.rule(), it.origin()))
                        .toList());
    }

    static Vhosts vhosts(Config config) {
        var names = new LinkedHashMap<String, String>();
        var closed = new HashSet<String>();
        for (VhostConfig vhost : config.vhosts()) {
            names.put(vhost.name(), vhost.name());
            vhost.aliases().forEach(alias -> names.put(alias, vhost.name()));
            if (!vhost.enabled()) {
                closed.add(vhost.name());
            }
        }
        return new Vhosts(names, closed);
    }

    /// @param of what is set for a channel, whenever that is asked
    static RtmpSettings rtmp(Config config, Function<ChannelName, PerChannel> of) {
        return new RtmpSettings(
                config.rtmp().chunkSizeBytes(),
                config.rtmp().handshakeTimeout(),
                config.rtmp().idleTimeout(),
                config.delivery().stallTimeout(),
                config.rtmp().playWait(),
                name -> publishing(of.apply(name).rtmp()),
                banner(config.rtmp().banner()));
    }

    private static PublishTerms publishing(RtmpConfig of) {
        Channels.Policy policy =
                switch (of.publishPolicy()) {
                    case REJECT -> Channels.Policy.REJECT;
                    case TAKEOVER -> Channels.Policy.TAKEOVER;
                };
        return new PublishTerms(policy, of.stalePublisher());
    }

    /// @param of what is set for a channel, whenever that is asked
    static PublishSettings publish(Config config, Function<ChannelName, PerChannel> of) {
        return new PublishSettings(
                config.http().publish(),
                config.http().corsOrigin(),
                config.rtmp().idleTimeout(),
                name -> publishing(of.apply(name).rtmp()));
    }

    static BandwidthSettings bandwidth(BandwidthConfig of) {
        return new BandwidthSettings(of.key(), of.rate().bitsPerSecond(), of.atOnce());
    }

    static RtspSettings rtsp(Config config, Function<ChannelName, PerChannel> of) {
        return new RtspSettings(
                config.rtsp().idleTimeout(),
                config.delivery().stallTimeout(),
                config.rtmp().playWait(),
                name -> publishing(of.apply(name).rtmp()),
                banner(config.rtmp().banner()));
    }

    static LiveSettings live(Config config) {
        return new LiveSettings(config.rtmp().playWait(), config.delivery().stallTimeout());
    }

    static HlsSettings hls(PerChannel of) {
        return new HlsSettings(
                of.hls().enabled(),
                !of.hooks().onHls().isEmpty() || !of.hooks().onHlsNotify().isEmpty(),
                of.hls().segment(),
                of.hls().segments(),
                of.hls().past(),
                of.hls().idle(),
                of.rtmp().playWait(),
                of.hls().segmentsPerKey(),
                of.channel().memoryBytes() / 2);
    }

    static DvrSettings dvr(DvrConfig of) {
        DvrSettings.Format format =
                switch (of.format()) {
                    case FLV -> DvrSettings.Format.FLV;
                    case MP4 -> DvrSettings.Format.MP4;
                };
        DvrSettings.Plan plan =
                switch (of.plan()) {
                    case SESSION -> DvrSettings.Plan.SESSION;
                    case SEGMENT -> DvrSettings.Plan.SEGMENT;
                    case APPEND -> DvrSettings.Plan.APPEND;
                };
        return new DvrSettings(of.enabled(), format, plan, of.duration(), of.path());
    }

    static Retention retention(DvrConfig of) {
        return new Retention(of.keepAge(), of.keepSizeBytes());
    }

    /// Why nobody may have a channel any more, if somebody could have it before.
    ///
    /// @param channel its whole name
    static Optional<String> closedVhost(String channel, Vhosts before, Vhosts then) {
        try {
            String vhost = ChannelName.parse(channel).vhost();
            boolean wasOpen = isThere(vhost, before) && before.refusal(vhost).isEmpty();
            if (!wasOpen) {
                return Optional.empty();
            }
            return isThere(vhost, then)
                    ? then.refusal(vhost)
                    : Optional.of("virtual host %s is no more".formatted(vhost));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static boolean isThere(String vhost, Vhosts vhosts) {
        return vhosts.of(vhost).equals(vhost);
    }

    static RecordingFolder recordings(DvrConfig of, Path data) {
        return new RecordingFolder(
                of.folder().orElseGet(() -> data.resolve("recordings")),
                Disk.REAL,
                of.reserveBytes(),
                ZoneId.systemDefault());
    }

    static RelaySettings relay(RelayConfig relay) {
        RelaySettings.Start start =
                switch (relay.start()) {
                    case ALWAYS -> RelaySettings.Start.ALWAYS;
                    case ON_DEMAND -> RelaySettings.Start.ON_DEMAND;
                };
        return new RelaySettings(
                relay.name(),
                new Source(relay.source()),
                start,
                relay.idleTimeout(),
                relay.stallTimeout(),
                relay.startWait(),
                new Retry(
                        relay.retry().initial(),
                        relay.retry().max(),
                        relay.retry().attempts(),
                        relay.retry().jitter() / 100.0),
                new RelaySettings.Ffmpeg(
                        relay.inputArgs(), relay.outputArgs(), relay.env(), relay.diskMaxBytes()),
                new RelaySettings.Limits(relay.window(), relay.memoryBytes()),
                relay.schedule());
    }

    /// Where nobody else can reach the server, users of the machine are its administrators.
    static Access.Settings access(Config config, Token token) {
        Right open =
                switch (config.admin().open()) {
                    case NOTHING -> Right.NOTHING;
                    case READ -> Right.READ;
                    case OPERATE -> Right.OPERATE;
                };
        return new Access.Settings(
                token, open, isPrivate(config) ? Right.CONFIGURE : Right.OPERATE);
    }

    /// Whether nobody but users of this machine can reach the page and the API.
    static boolean isPrivate(Config config) {
        Stream<HostPort> http =
                Stream.of(config.http().listen(), config.http().tlsListen(), config.srs().listen())
                        .flatMap(List::stream);
        Stream<HostPort> nodes =
                Stream.concat(
                        controlPlaces(config).values().stream(),
                        config.edge().isOn() ? config.edge().listen().stream() : Stream.empty());
        return Stream.concat(http, nodes).allMatch(place -> isLoopback(place.socketAddress()));
    }

    /// Where a control node listens besides, by what for.
    static Map<String, HostPort> controlPlaces(Config config) {
        var places = new LinkedHashMap<String, HostPort>();
        ControlConfig control = config.control();
        if (control.enabled()) {
            control.managementListen().ifPresent(it -> places.put("management", it));
            control.viewingListen().ifPresent(it -> places.put("viewing", it));
            control.edgeListen().ifPresent(it -> places.put("uplink", it));
        }
        return places;
    }

    static ControlSettings control(ControlConfig control) {
        return new ControlSettings(
                control.name().orElseGet(Settings::machine),
                control.url().map(url -> url.toString().replaceFirst("/+$", "")),
                "",
                new ControlSettings.Memory(
                        control.liveSegments(),
                        control.liveMemoryBytes(),
                        control.transferMemoryBytes(),
                        control.cacheMemoryBytes()),
                new ControlSettings.Keep(control.keepAge(), control.keepSizeBytes()),
                control.contactTimeout());
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "control";
        }
    }

    /// @param ip where this server is
    static Optional<Heartbeat.Settings> heartbeat(HeartbeatConfig heartbeat, String ip) {
        return heartbeat
                .url()
                .map(url ->
                        new Heartbeat.Settings(
                                url,
                                heartbeat.interval(),
                                heartbeat.deviceId().orElse(""),
                                ip,
                                heartbeat.summaries()));
    }

    private static boolean isLoopback(InetSocketAddress place) {
        return place.getAddress() != null && place.getAddress().isLoopbackAddress();
    }

    static FfmpegSettings ffmpeg(Config config) {
        FfmpegConfig ffmpeg = config.ffmpeg();
        return new FfmpegSettings(
                ffmpeg.program(),
                ffmpeg.folder().orElseGet(Settings::usualFolder),
                ffmpeg.diskMaxBytes());
    }

    /// Memory, where there is a disk of it.
    private static Path usualFolder() {
        Path ramDisk = Path.of("/dev/shm");
        Path parent =
                Files.isDirectory(ramDisk) && Files.isWritable(ramDisk)
                        ? ramDisk
                        : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve("millrace-" + System.getProperty("user.name"));
    }

    static PublisherLimit publisherLimit(LimitsConfig limits) {
        return new PublisherLimit(
                limits.bitrate().map(Bitrate::bitsPerSecond),
                limits.picture().map(it -> new PublisherLimit.Picture(it.width(), it.height())));
    }

    static Admission.Limits admission(Config config) {
        var limits = config.limits();
        return new Admission.Limits(
                limits.connectionsPerIp(),
                limits.connectionRatePerIp(),
                limits.connectionBurstPerIp(),
                limits.failuresPerIp(),
                limits::trusts);
    }

    private static String banner(boolean wanted) {
        return wanted ? "Millrace/" + Version.NAME : "";
    }

    /// As the usual port, but elsewhere, and without TLS.
    static HttpSettings http(Config config, HostPort place) {
        HttpSettings usual = http(config);
        return new HttpSettings(
                place.socketAddress(),
                Optional.empty(),
                usual.connectionsMax(),
                usual.idleTimeout(),
                usual.headers());
    }

    /// The first place without TLS, and all limits and headers.
    static HttpSettings http(Config config) {
        return new HttpSettings(
                config.http().listen().getFirst().socketAddress(),
                Optional.empty(),
                config.http().connectionsMax(),
                config.http().idleTimeout(),
                new HttpSettings.Headers(
                        config.http().corsOrigin(),
                        config.http().hsts(),
                        banner(config.http().banner())));
    }
}
