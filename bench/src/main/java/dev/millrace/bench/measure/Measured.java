package dev.millrace.bench.measure;

/// What [LoadRun] measured beside the load itself.
///
/// @param seconds how long the steady window was; 0 when nobody lasted until it began
public record Measured(double seconds, Usage usage) {
    private static final double MEGABIT_BYTES = 1e6 / 8;

    /// So many bytes in the window, as Mbit/s.
    public double mbitPerSecond(long bytes) {
        return perSecond(bytes) / MEGABIT_BYTES;
    }

    /// So many events in the window, each second.
    public double perSecond(long events) {
        return seconds == 0 ? 0 : events / seconds;
    }
}
