package dev.millrace.gateway.rtmp;

import dev.millrace.gateway.PublishTerms;
import dev.millrace.media.ChannelName;

import java.time.Duration;
import java.util.function.Function;

/// How the RTMP gateway behaves.
///
/// @param chunkBytes chunk size of what we send
/// @param handshakeTimeout a client must have sent its connect command by then
/// @param idleTimeout a publisher, or a client without a stream, that is silent this long is gone
/// @param stallTimeout a player that takes nothing this long is dropped
/// @param playWait how long a player waits for a publisher before it is told there is none
/// @param banner the program and its version, as clients are told; empty to say nothing
/// @param publishing what becomes of a second publisher of a channel
public record RtmpSettings(
        int chunkBytes,
        Duration handshakeTimeout,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration playWait,
        Function<ChannelName, PublishTerms> publishing,
        String banner) {
    public static final RtmpSettings DEFAULT =
            new RtmpSettings(
                    60_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10),
                    _ -> PublishTerms.DEFAULT,
                    "");

    PublishTerms publishing(ChannelName name) {
        return publishing.apply(name);
    }
}
