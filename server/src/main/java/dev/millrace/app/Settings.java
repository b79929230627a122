package dev.millrace.app;

import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.config.Config;
import dev.millrace.gateway.hls.HlsSettings;
import dev.millrace.gateway.http.LiveSettings;
import dev.millrace.gateway.rtmp.RtmpSettings;
import dev.millrace.net.PemIdentity;
import dev.millrace.net.http.HttpSettings;
import java.util.Optional;

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
                config.rtmp().stalePublisher());
    }

    static LiveSettings live(Config config) {
        return new LiveSettings(config.rtmp().playWait(), config.delivery().stallTimeout());
    }

    static HlsSettings hls(Config config) {
        return new HlsSettings(
                config.hls().segment(),
                config.hls().segments(),
                config.hls().idle(),
                config.rtmp().playWait(),
                config.channel().memoryBytes() / 2,
                config.hls().numbersFile());
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
                config.http().corsOrigin());
    }
}
