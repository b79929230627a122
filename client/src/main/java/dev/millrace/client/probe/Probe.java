package dev.millrace.client.probe;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.source.MediaSources;
import java.io.IOException;
import java.time.Duration;

/// Plays a stream for a while and says what it carries and how it arrives.
public final class Probe {
    private Probe() {}

    /// Plays what is at `url`, as [MediaSources#open] understands it.
    ///
    /// @param duration how long, from the connection on
    /// @throws dev.millrace.client.RejectedException when the server does not serve the stream
    /// @throws IOException when it cannot be reached; what breaks later is in the report
    public static ProbeReport run(String url, Duration duration, ClientOptions options)
            throws IOException {
        var observation = new Observation(System.nanoTime());
        try (MediaSource source = MediaSources.open(url, options)) {
            observation.connected(System.nanoTime());
            String end = watch(source, duration, observation);
            return observation.report(end, System.nanoTime());
        }
    }

    private static String watch(MediaSource source, Duration duration, Observation observation) {
        long endNs = System.nanoTime() + duration.toNanos();
        try {
            while (System.nanoTime() < endNs) {
                MediaEvent event = source.next();
                observation.event(event, System.nanoTime());
                if (event instanceof MediaEvent.Ended(var reason)) {
                    return reason;
                }
            }
            return "the time was up";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
