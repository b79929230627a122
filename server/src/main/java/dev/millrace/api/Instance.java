package dev.millrace.api;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Supplier;

/// The server that answers: what it is, since when, and where it listens.
///
/// @param startedAtNs the same moment as `startedAt`, on the clock of `System.nanoTime`
/// @param listeners the bound address of each protocol, asked anew for every answer
public record Instance(
        String version,
        Instant startedAt,
        long startedAtNs,
        Supplier<Map<String, InetSocketAddress>> listeners) {
    /// One that starts now.
    public static Instance starting(
            String version, Supplier<Map<String, InetSocketAddress>> listeners) {
        return new Instance(
                version,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                System.nanoTime(),
                listeners);
    }

    public Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - startedAtNs);
    }
}
