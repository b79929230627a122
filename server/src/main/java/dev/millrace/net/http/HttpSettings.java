package dev.millrace.net.http;

import dev.millrace.net.PemIdentity;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// Where HTTP is accepted, and how much of it.
///
/// @param listen plain HTTP/1.1, and HTTP/2 with prior knowledge
/// @param secure HTTPS with HTTP/1.1 and HTTP/2
/// @param connectionsMax of both listeners together; more are told so and closed
/// @param idleTimeout a connection without a whole request, or whose client takes nothing of an
///   answer, is closed after this long
/// @param headers what every answer says
public record HttpSettings(
        InetSocketAddress listen,
        Optional<Secure> secure,
        int connectionsMax,
        Duration idleTimeout,
        Headers headers) {
    /// What every answer says of the server.
    ///
    /// @param corsOrigin the origin whose scripts may read answers: `*`, or `https://example.org`
    /// @param hsts how long browsers are to use nothing but HTTPS; zero to say nothing
    /// @param banner for `Server`; empty to say nothing
    public record Headers(String corsOrigin, Duration hsts, String banner) {
        /// Everyone may read; nothing else is said.
        public static final Headers USUAL = forOrigin("*");

        public static Headers forOrigin(String origin) {
            return new Headers(origin, Duration.ZERO, "");
        }
    }

    /// Where HTTPS is accepted.
    ///
    /// @param identity what the server shows to its clients
    public record Secure(InetSocketAddress listen, PemIdentity identity) {}

    /// One plain listener and the defaults of the configuration.
    public static HttpSettings plain(InetSocketAddress listen) {
        return new HttpSettings(
                listen, Optional.empty(), 10_000, Duration.ofSeconds(30), Headers.USUAL);
    }
}
