package dev.millrace.app;

import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.config.Config;
import dev.millrace.gateway.rtmp.RtmpSettings;

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
}
