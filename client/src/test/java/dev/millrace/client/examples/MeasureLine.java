package dev.millrace.client.examples;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.bandwidth.Bandwidth;
import dev.millrace.client.bandwidth.BandwidthReport;
import java.io.IOException;
import java.time.Duration;

/// Measures the line to a server.
final class MeasureLine {
    private MeasureLine() {}

    static String measure(String url) throws IOException {
        BandwidthReport line = Bandwidth.measure(url, Duration.ofSeconds(3), ClientOptions.DEFAULT);
        long down = line.down().bitsPerSecond() / 1000;
        long up = line.up().bitsPerSecond() / 1000;
        return "%d kbit/s down, %d kbit/s up".formatted(down, up);
    }
}
