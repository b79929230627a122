package dev.millrace.config.rtsp;

import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.hostPortsOrOff;
import static dev.millrace.config.key.ValueTypes.integer;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.HostPort;
import java.time.Duration;
import java.util.List;

/// RTSP and RTSPS: where they listen, and how patient they are.
///
/// @param idleTimeout what clients are told as the timeout of their session
public record RtspConfig(
        List<HostPort> listen, List<HostPort> tlsListen, int connectionsMax, Duration idleTimeout) {
    static final Key<List<HostPort>> LISTEN =
            new Key<>(
                    "rtsp.listen",
                    hostPortsOrOff(),
                    "off",
                    "Where RTSP is accepted, such as `:8554`: one place, or several.");

    /// Where RTSPS is accepted.
    public static final Key<List<HostPort>> TLS_LISTEN =
            new Key<>(
                    "rtsp.tls_listen",
                    hostPortsOrOff(),
                    "off",
                    "Where RTSPS is accepted, such as `:8322`. Needs `tls.certificate` and"
                            + " `tls.key`.");

    static final Key<Integer> CONNECTIONS_MAX =
            new Key<>(
                    "rtsp.connections_max",
                    integer(1, 1_000_000),
                    "1000",
                    "RTSP and RTSPS connections at a time; more are refused.");

    static final Key<Duration> IDLE_TIMEOUT =
            new Key<>(
                    "rtsp.idle_timeout",
                    duration(ofSeconds(1), ofHours(1)),
                    "1m",
                    "A client that gives no sign of life for this long is disconnected, unless it"
                            + " takes what it plays over the connection itself.");

    /// All of them, in the order of the reference.
    public static final List<Key<?>> KEYS =
            List.of(LISTEN, TLS_LISTEN, CONNECTIONS_MAX, IDLE_TIMEOUT);

    public RtspConfig {
        LISTEN.check(listen);
        TLS_LISTEN.check(tlsListen);
        CONNECTIONS_MAX.check(connectionsMax);
        IDLE_TIMEOUT.check(idleTimeout);
    }

    /// Reads them.
    public static RtspConfig from(Values values) {
        return new RtspConfig(
                values.get(LISTEN),
                values.get(TLS_LISTEN),
                values.get(CONNECTIONS_MAX),
                values.get(IDLE_TIMEOUT));
    }
}
