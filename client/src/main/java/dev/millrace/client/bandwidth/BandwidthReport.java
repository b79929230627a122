package dev.millrace.client.bandwidth;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// How fast bytes came from a server, and went there.
///
/// @param redirectedTo the server that was measured, if another one was asked; scheme, host and
///   port
public record BandwidthReport(Direction down, Direction up, Optional<URI> redirectedTo) {
    BandwidthReport(Direction down, Direction up) {
        this(down, up, Optional.empty());
    }

    /// What went one way.
    public record Direction(long bytes, Duration time) {
        public long bitsPerSecond() {
            double seconds = Math.max(time.toNanos(), 1) / 1e9;
            return Math.round(bytes * 8 / seconds);
        }
    }
}
