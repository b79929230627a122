package dev.millrace.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// How a client connects.
///
/// @param connectTimeout for the connection itself, at least 1 ms
/// @param readTimeout how long a server may be silent while something is expected of it, at least 1
///   ms
/// @param tls whom to trust; if empty, whom Java trusts
/// @param rtspTransport how packets of RTSP come
/// @param via what servers of RTMP and HTTP are told of those that the stream goes through, the
///   caller's own included; see [Route]
/// @param isSupervised whether the caller closes a source that plays and falls silent: then
///   `readTimeout` holds until it plays. For those who have many sources, since each read that
///   waits for a limited time costs more than the reading
public record ClientOptions(
        Duration connectTimeout,
        Duration readTimeout,
        Optional<SSLContext> tls,
        RtspTransport rtspTransport,
        List<String> via,
        boolean isSupervised) {
    public static final ClientOptions DEFAULT =
            new ClientOptions(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    Optional.empty(),
                    RtspTransport.TCP,
                    List.of(),
                    false);

    public ClientOptions {
        requireTimeout("connectTimeout", connectTimeout);
        requireTimeout("readTimeout", readTimeout);
        via = List.copyOf(via);
    }

    public ClientOptions withConnectTimeout(Duration timeout) {
        return new ClientOptions(timeout, readTimeout, tls, rtspTransport, via, isSupervised);
    }

    public ClientOptions withReadTimeout(Duration timeout) {
        return new ClientOptions(connectTimeout, timeout, tls, rtspTransport, via, isSupervised);
    }

    public ClientOptions withTls(SSLContext context) {
        return new ClientOptions(
                connectTimeout,
                readTimeout,
                Optional.of(context),
                rtspTransport,
                via,
                isSupervised);
    }

    public ClientOptions withRtspTransport(RtspTransport transport) {
        return new ClientOptions(connectTimeout, readTimeout, tls, transport, via, isSupervised);
    }

    public ClientOptions withVia(List<String> servers) {
        return new ClientOptions(
                connectTimeout, readTimeout, tls, rtspTransport, servers, isSupervised);
    }

    public ClientOptions withSupervision(boolean supervised) {
        return new ClientOptions(connectTimeout, readTimeout, tls, rtspTransport, via, supervised);
    }

    public int connectTimeoutMs() {
        return (int) connectTimeout.toMillis();
    }

    public int readTimeoutMs() {
        return (int) readTimeout.toMillis();
    }

    private static void requireTimeout(String what, Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(what + " is " + timeout);
        }
    }
}
