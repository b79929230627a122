package dev.millrace.client.bandwidth;

import java.time.Duration;

/// How fast bytes came from a server, and went there.
public record BandwidthReport(Direction down, Direction up) {
    /// What went one way.
    public record Direction(long bytes, Duration time) {
        public long bitsPerSecond() {
            double seconds = Math.max(time.toNanos(), 1) / 1e9;
            return Math.round(bytes * 8 / seconds);
        }
    }
}
