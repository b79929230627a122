package dev.millrace.bench.camera;

import dev.millrace.bench.measure.Connections;
import dev.millrace.bench.measure.Percentiles;
import dev.millrace.bench.measure.Report;
import dev.millrace.bench.measure.Table;
import dev.millrace.bench.measure.Usage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What became of the cameras' segments in the steady window.
///
/// @param connections cameras: established with their first segment that the control node listed
/// @param mbitPerSecond pushed, in total
/// @param segments pushed
/// @param lateSegments began more than 100 ms after their time, because this program, or the edge
///   node's answers, were slow
/// @param unlistedSegments were not in the live playlist before the next one was over
/// @param requestFailures why requests failed, and how many for each reason
/// @param listedMs from the end of a segment until the control node lists it, up to 5 ms more than
///   it was
/// @param playlistMs of a recording that has just ended, from asking to its last byte
/// @param segmentMs the same for its first segment
public record CamerasReport(
        String edge,
        String control,
        double seconds,
        Connections connections,
        double mbitPerSecond,
        long segments,
        long lateSegments,
        long unlistedSegments,
        Map<String, Integer> requestFailures,
        Percentiles listedMs,
        Percentiles playlistMs,
        Percentiles segmentMs,
        Usage usage)
        implements Report {
    public CamerasReport {
        requestFailures = Collections.unmodifiableMap(new LinkedHashMap<>(requestFailures));
    }

    @Override
    public boolean isGood() {
        return connections.allWell() && requestFailures.isEmpty() && unlistedSegments == 0;
    }

    @Override
    public String text() {
        var table =
                new Table("cameras through %s to %s, measured for %.1f s", edge, control, seconds)
                        .connections(connections)
                        .row(
                                "pushed",
                                "%.1f Mbit/s, %d segments; %d late, %d not listed in time",
                                mbitPerSecond,
                                segments,
                                lateSegments,
                                unlistedSegments)
                        .reasons("failed", requestFailures)
                        .timesHeading()
                        .times("listed", listedMs, "segments");
        if (playlistMs.count() > 0) {
            table.times("replay", playlistMs, "recordings")
                    .times("first segment", segmentMs, "recordings");
        }
        return table.usage(usage).toString();
    }
}
