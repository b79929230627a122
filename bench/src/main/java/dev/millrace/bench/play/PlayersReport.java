package dev.millrace.bench.play;

import dev.millrace.bench.measure.Connections;
import dev.millrace.bench.measure.Percentiles;
import dev.millrace.bench.measure.Report;
import dev.millrace.bench.measure.Spread;
import dev.millrace.bench.measure.Table;
import dev.millrace.bench.measure.Usage;
import java.util.ArrayList;
import java.util.List;

/// What players saw in the steady window.
///
/// @param seconds how long the window was
/// @param mbitPerSecond received, in total and per connection
/// @param frames of video, in total and per connection
/// @param gaps steps of more than 200 ms from one picture to the next
/// @param backwardSteps pictures with an earlier time than the one before
/// @param withoutVideo connections that were accepted and never saw a picture
/// @param firstFrameMs from the beginning of the connection to the first picture, of all players
/// @param latencyMs from sending to receiving, of pictures with a clock marker
/// @param foreignMarkers pictures whose clock marker came from another machine
public record PlayersReport(
        String url,
        double seconds,
        Connections connections,
        Spread mbitPerSecond,
        Spread frames,
        long gaps,
        long backwardSteps,
        long withoutVideo,
        Percentiles firstFrameMs,
        Percentiles latencyMs,
        long foreignMarkers,
        Usage usage)
        implements Report {
    @Override
    public boolean isGood() {
        return connections.allWell();
    }

    @Override
    public String text() {
        return new Table("players of %s, measured for %.1f s", url, seconds)
                .connections(connections)
                .row(
                        "received",
                        "%.1f Mbit/s; each connection %.3f to %.3f",
                        mbitPerSecond.total(),
                        mbitPerSecond.min(),
                        mbitPerSecond.max())
                .row(
                        "video frames",
                        "%.0f; each connection %.0f to %.0f; %d gaps, %d steps back",
                        frames.total(),
                        frames.min(),
                        frames.max(),
                        gaps,
                        backwardSteps)
                .timesHeading()
                .times("first frame", firstFrameMs, "connections")
                .times("latency", latencyMs, "frames with a clock marker")
                .usage(usage)
                .notes(notes())
                .toString();
    }

    private List<String> notes() {
        var notes = new ArrayList<String>();
        if (withoutVideo > 0) {
            notes.add("%d connections were accepted and saw no video".formatted(withoutVideo));
        }
        if (foreignMarkers > 0) {
            notes.add(
                    "%d clock markers are from another machine: publish on this one"
                            .formatted(foreignMarkers));
        }
        return notes;
    }
}
