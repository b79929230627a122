package dev.millrace.client.examples;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.probe.Probe;
import dev.millrace.client.probe.ProbeReport;
import dev.millrace.client.probe.ProbeText;
import java.io.IOException;
import java.time.Duration;

/// Looks at a stream for ten seconds.
final class ProbeStream {
    private ProbeStream() {}

    static String describe(String url) throws IOException {
        ProbeReport report = Probe.run(url, Duration.ofSeconds(10), ClientOptions.DEFAULT);
        return ProbeText.write(report);
    }
}
