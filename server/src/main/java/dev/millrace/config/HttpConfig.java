package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.flag;
import static dev.millrace.config.key.ValueTypes.hostPorts;
import static dev.millrace.config.key.ValueTypes.hostPortsOrOff;
import static dev.millrace.config.key.ValueTypes.integer;
import static dev.millrace.config.key.ValueTypes.text;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.HostPort;
import java.time.Duration;
import java.util.List;

/// HTTP and HTTPS: the page, the API, HTTP-FLV, HTTP-TS and HLS.
///
/// @param publish whether streams may be published over HTTP
/// @param hsts how long browsers are to use nothing but HTTPS; zero to say nothing
/// @param banner whether answers name the program and its version
/// @param corsOrigin the `Access-Control-Allow-Origin` of media and API answers
public record HttpConfig(
        List<HostPort> listen,
        List<HostPort> tlsListen,
        int connectionsMax,
        Duration idleTimeout,
        boolean publish,
        String corsOrigin,
        Duration hsts,
        boolean banner) {
    static final Key<List<HostPort>> LISTEN =
            new Key<>(
                    "http.listen",
                    hostPorts(),
                    "0.0.0.0:8080",
                    "Where HTTP is accepted: one place, or several.");
    static final Key<List<HostPort>> TLS_LISTEN =
            new Key<>(
                    "http.tls_listen",
                    hostPortsOrOff(),
                    "off",
                    "Where HTTPS is accepted, with HTTP/2. Needs `tls.certificate` and `tls.key`.");
    static final Key<Integer> CONNECTIONS_MAX =
            new Key<>(
                    "http.connections_max",
                    integer(1, 1_000_000),
                    "10000",
                    "HTTP and HTTPS connections at a time; more are refused.");
    static final Key<Duration> IDLE_TIMEOUT =
            new Key<>(
                    "http.idle_timeout",
                    duration(ofMillis(10), ofHours(1)),
                    "30s",
                    "A connection on which nothing moves for this long is closed.");
    static final Key<Boolean> PUBLISH =
            new Key<>(
                    "http.publish",
                    flag(),
                    "true",
                    "Whether streams may be published over HTTP and WebSocket, as browsers do.");
    static final Key<String> CORS_ORIGIN =
            new Key<>(
                    "http.cors_origin",
                    text("`*` or an origin, such as `https://example.org`"),
                    "*",
                    "Which web sites may use the streams and the API.");

    static final Key<Duration> HSTS =
            new Key<>(
                    "http.hsts",
                    duration(Duration.ZERO, Duration.ofDays(730)),
                    "0s",
                    "For how long browsers that came by HTTPS use nothing else for this host, on"
                            + " any port: `Strict-Transport-Security`. Not said for `0s`.");
    static final Key<Boolean> BANNER =
            new Key<>(
                    "http.banner",
                    flag(),
                    "false",
                    "Whether answers name the program and its version, in `Server`.");

    static final List<Key<?>> KEYS =
            List.of(
                    LISTEN,
                    TLS_LISTEN,
                    CONNECTIONS_MAX,
                    IDLE_TIMEOUT,
                    PUBLISH,
                    CORS_ORIGIN,
                    HSTS,
                    BANNER);

    public HttpConfig {
        LISTEN.check(listen);
        TLS_LISTEN.check(tlsListen);
        CONNECTIONS_MAX.check(connectionsMax);
        IDLE_TIMEOUT.check(idleTimeout);
        CORS_ORIGIN.check(corsOrigin);
        HSTS.check(hsts);
    }

    static HttpConfig from(Values values) {
        return new HttpConfig(
                values.get(LISTEN),
                values.get(TLS_LISTEN),
                values.get(CONNECTIONS_MAX),
                values.get(IDLE_TIMEOUT),
                values.get(PUBLISH),
                values.get(CORS_ORIGIN),
                values.get(HSTS),
                values.get(BANNER));
    }
}
