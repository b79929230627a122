package dev.millrace.gateway.rtmp;

import dev.millrace.channel.Channels;
import java.time.Duration;

/// How the RTMP gateway behaves.
///
/// @param chunkBytes chunk size of what we send
/// @param handshakeTimeout a client must have sent its connect command by then
/// @param idleTimeout a publisher, or a client without a stream, that is silent this long is gone
/// @param stallTimeout a player that takes nothing this long is dropped
/// @param playWait how long a player waits for a publisher before it is told there is none
/// @param publishPolicy whether a second publisher may take over
/// @param banner the program and its version, as clients are told; empty to say nothing
/// @param stalePublisher a publisher silent this long yields to a second one in any case
public record RtmpSettings(
        int chunkBytes,
        Duration handshakeTimeout,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration playWait,
        Channels.Policy publishPolicy,
        Duration stalePublisher,
        String banner) {
    public static final RtmpSettings DEFAULT =
            new RtmpSettings(
                    60_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10),
                    Channels.Policy.REJECT,
                    Duration.ofSeconds(5),
                    "");
}
