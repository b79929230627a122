package dev.millrace.app;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.access.Token;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.config.Config;
import dev.millrace.config.ControlConfig;
import dev.millrace.config.FfmpegConfig;
import dev.millrace.config.HostPort;
import dev.millrace.config.RelayConfig;
import dev.millrace.control.node.ControlSettings;
import dev.millrace.gateway.hls.HlsSettings;
import dev.millrace.gateway.http.LiveSettings;
import dev.millrace.gateway.rtmp.RtmpSettings;
import dev.millrace.net.Admission;
import dev.millrace.net.PemIdentity;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the configuration file says, in the words of each room: rooms know their own settings and
/// not the file.
final class Settings {
    private Settings() {}

    static ChannelSettings channels(Config config) {
        return new ChannelSettings(
                config.channel().window(),
                config.channel().memoryBytes(),
                config.channel().groupMax(),
                config.channel().grace(),
                config.delivery().latency(),
                config.delivery().lagMax(),
                config.channel().countMax());
    }

    static RtmpSettings rtmp(Config config) {
        Channels.Policy policy =
                switch (config.rtmp().publishPolicy()) {
                    case REJECT -> Channels.Policy.REJECT;
                    case TAKEOVER -> Channels.Policy.TAKEOVER;
                };
        return new RtmpSettings(
                config.rtmp().chunkSizeBytes(),
                config.rtmp().handshakeTimeout(),
                config.rtmp().idleTimeout(),
                config.delivery().stallTimeout(),
                config.rtmp().playWait(),
                policy,
                config.rtmp().stalePublisher(),
                banner(config.rtmp().banner()));
    }

    static LiveSettings live(Config config) {
        return new LiveSettings(config.rtmp().playWait(), config.delivery().stallTimeout());
    }

    static HlsSettings hls(Config config) {
        return new HlsSettings(
                config.hls().segment(),
                config.hls().segments(),
                config.hls().past(),
                config.hls().idle(),
                config.rtmp().playWait(),
                config.channel().memoryBytes() / 2,
                config.hls().numbersFile());
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
                new RelaySettings.Limits(relay.window(), relay.memoryBytes()));
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
                Stream.concat(
                        Stream.of(config.http().listen()), config.http().tlsListen().stream());
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
        HttpSettings usual = http(config, Optional.empty());
        return new HttpSettings(
                place.socketAddress(),
                Optional.empty(),
                usual.connectionsMax(),
                usual.idleTimeout(),
                usual.headers());
    }

    static HttpSettings http(Config config, Optional<PemIdentity> identity) {
        return new HttpSettings(
                config.http().listen().socketAddress(),
                config.http()
                        .tlsListen()
                        .flatMap(place ->
                                identity.map(
                                        id -> new HttpSettings.Secure(place.socketAddress(), id))),
                config.http().connectionsMax(),
                config.http().idleTimeout(),
                new HttpSettings.Headers(
                        config.http().corsOrigin(),
                        config.http().hsts(),
                        banner(config.http().banner())));
    }
}
