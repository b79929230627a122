package dev.millrace.client;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// How a client connects.
///
/// @param connectTimeout for the connection itself, at least 1 ms
/// @param readTimeout how long a server may be silent while something is expected of it, at least 1
///   ms
/// @param tls whom to trust; if empty, whom Java trusts
/// @param rtspTransport how packets of RTSP come
public record ClientOptions(
        Duration connectTimeout,
        Duration readTimeout,
        Optional<SSLContext> tls,
        RtspTransport rtspTransport) {
    public static final ClientOptions DEFAULT =
            new ClientOptions(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    Optional.empty(),
                    RtspTransport.TCP);

    public ClientOptions {
        requireTimeout("connectTimeout", connectTimeout);
        requireTimeout("readTimeout", readTimeout);
    }

    public ClientOptions withConnectTimeout(Duration timeout) {
        return new ClientOptions(timeout, readTimeout, tls, rtspTransport);
    }

    public ClientOptions withReadTimeout(Duration timeout) {
        return new ClientOptions(connectTimeout, timeout, tls, rtspTransport);
    }

    public ClientOptions withTls(SSLContext context) {
        return new ClientOptions(connectTimeout, readTimeout, Optional.of(context), rtspTransport);
    }

    public ClientOptions withRtspTransport(RtspTransport transport) {
        return new ClientOptions(connectTimeout, readTimeout, tls, transport);
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
