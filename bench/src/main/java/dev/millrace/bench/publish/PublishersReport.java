package dev.millrace.bench.publish;

import dev.millrace.bench.measure.Connections;
import dev.millrace.bench.measure.Percentiles;
import dev.millrace.bench.measure.Report;
import dev.millrace.bench.measure.Spread;
import dev.millrace.bench.measure.Table;
import dev.millrace.bench.measure.Usage;

/// What publishers could send in the steady window.
///
/// @param seconds how long the window was
/// @param mbitPerSecond taken by the network, in total and per connection
/// @param frames sent, of audio and video
/// @param lateFrames those of them sent more than 20 ms after their time: the load generator was
///   too slow, or the server did not read
/// @param latenessMs how long after its time each frame was sent
public record PublishersReport(
        String url,
        double seconds,
        Connections connections,
        Spread mbitPerSecond,
        long frames,
        long lateFrames,
        Percentiles latenessMs,
        Usage usage)
        implements Report {
    @Override
    public boolean isGood() {
        return connections.allWell();
    }

    @Override
    public String text() {
        return new Table("publishers to %s, measured for %.1f s", url, seconds)
                .connections(connections)
                .row(
                        "sent",
                        "%.1f Mbit/s; each connection %.3f to %.3f",
                        mbitPerSecond.total(),
                        mbitPerSecond.min(),
                        mbitPerSecond.max())
                .row(
                        "frames",
                        "%d, of them %d more than %d ms late",
                        frames,
                        lateFrames,
                        Publishers.LATE_MS)
                .timesHeading()
                .times("lateness", latenessMs, "frames")
                .usage(usage)
                .toString();
    }
}
