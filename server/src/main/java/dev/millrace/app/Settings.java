package dev.millrace.app;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.access.Token;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.config.Config;
import dev.millrace.config.FfmpegConfig;
import dev.millrace.config.RelayConfig;
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
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return Stream.concat(Stream.of(config.http().listen()), config.http().tlsListen().stream())
                .allMatch(place -> isLoopback(place.socketAddress()));
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
