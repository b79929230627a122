package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.choice;
import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.flag;
import static dev.millrace.config.key.ValueTypes.hostPorts;
import static dev.millrace.config.key.ValueTypes.hostPortsOrOff;
import static dev.millrace.config.key.ValueTypes.integer;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.HostPort;
import dev.millrace.config.value.PublishPolicy;
import java.time.Duration;
import java.util.List;

/// RTMP and RTMPS: where they listen, and how patient they are.
///
/// @param chunkSizeBytes of the chunks we send
/// @param stalePublisher a publisher silent for this long gives way to a successor
/// @param playWait how long a player waits for a publisher that is not there yet
/// @param banner whether clients are told the program's version
public record RtmpConfig(
        List<HostPort> listen,
        List<HostPort> tlsListen,
        int chunkSizeBytes,
        Duration handshakeTimeout,
        Duration idleTimeout,
        int connectionsMax,
        PublishPolicy publishPolicy,
        Duration stalePublisher,
        Duration playWait,
        boolean banner) {
    static final Key<List<HostPort>> LISTEN =
            new Key<>(
                    "rtmp.listen",
                    hostPorts(),
                    "0.0.0.0:1935",
                    "Where RTMP is accepted: one place, or several.");
    static final Key<List<HostPort>> TLS_LISTEN =
            new Key<>(
                    "rtmp.tls_listen",
                    hostPortsOrOff(),
                    "off",
                    "Where RTMPS is accepted. Needs `tls.certificate` and `tls.key`.");
    static final Key<Integer> CHUNK_SIZE =
            new Key<>(
                    "rtmp.chunk_size",
                    integer(128, 0xFF_FFFF),
                    "60000",
                    "Bytes per chunk sent to players. Large chunks cost fewer headers.");
    static final Key<Duration> HANDSHAKE_TIMEOUT =
            new Key<>(
                    "rtmp.handshake_timeout",
                    duration(ofMillis(10), ofMinutes(5)),
                    "10s",
                    "A peer that has not said what it wants by then is disconnected.");
    static final Key<Duration> IDLE_TIMEOUT =
            new Key<>(
                    "rtmp.idle_timeout",
                    duration(ofMillis(10), ofHours(1)),
                    "30s",
                    "A publisher that sends nothing for this long, or a peer that vanished, is"
                            + " disconnected.");
    static final Key<Integer> CONNECTIONS_MAX =
            new Key<>(
                    "rtmp.connections_max",
                    integer(1, 1_000_000),
                    "10000",
                    "RTMP and RTMPS connections at a time; more are refused.");
    static final Key<PublishPolicy> PUBLISH_POLICY =
            new Key<>(
                    "rtmp.publish_policy",
                    choice(PublishPolicy.class),
                    "reject",
                    "What happens to a second publisher of a channel: `reject` refuses it,"
                            + " `takeover` ends the first.");
    static final Key<Duration> STALE_PUBLISHER =
            new Key<>(
                    "rtmp.stale_publisher",
                    duration(ofMillis(10), ofMinutes(10)),
                    "5s",
                    "A publisher silent for this long gives way to a successor, whatever the"
                            + " policy.");
    static final Key<Duration> PLAY_WAIT =
            new Key<>(
                    "rtmp.play_wait",
                    duration(Duration.ZERO, ofMinutes(10)),
                    "10s",
                    "How long a player waits for a publisher before it is told that there is no"
                            + " such stream.");

    static final Key<Boolean> BANNER =
            new Key<>(
                    "rtmp.banner",
                    flag(),
                    "false",
                    "Whether the answer to connect names the program and its version. The `fmsVer`"
                            + " in it is what encoders expect, in any case.");

    static final List<Key<?>> KEYS =
            List.of(
                    LISTEN,
                    TLS_LISTEN,
                    CHUNK_SIZE,
                    HANDSHAKE_TIMEOUT,
                    IDLE_TIMEOUT,
                    CONNECTIONS_MAX,
                    PUBLISH_POLICY,
                    STALE_PUBLISHER,
                    PLAY_WAIT,
                    BANNER);

    public RtmpConfig {
        LISTEN.check(listen);
        TLS_LISTEN.check(tlsListen);
        CHUNK_SIZE.check(chunkSizeBytes);
        HANDSHAKE_TIMEOUT.check(handshakeTimeout);
        IDLE_TIMEOUT.check(idleTimeout);
        CONNECTIONS_MAX.check(connectionsMax);
        STALE_PUBLISHER.check(stalePublisher);
        PLAY_WAIT.check(playWait);
    }

    static RtmpConfig from(Values values) {
        return new RtmpConfig(
                values.get(LISTEN),
                values.get(TLS_LISTEN),
                values.get(CHUNK_SIZE),
                values.get(HANDSHAKE_TIMEOUT),
                values.get(IDLE_TIMEOUT),
                values.get(CONNECTIONS_MAX),
                values.get(PUBLISH_POLICY),
                values.get(STALE_PUBLISHER),
                values.get(PLAY_WAIT),
                values.get(BANNER));
    }
}
