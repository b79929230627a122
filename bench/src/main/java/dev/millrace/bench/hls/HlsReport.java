package dev.millrace.bench.hls;

import dev.millrace.bench.measure.Connections;
import dev.millrace.bench.measure.Percentiles;
import dev.millrace.bench.measure.Report;
import dev.millrace.bench.measure.Spread;
import dev.millrace.bench.measure.Table;
import dev.millrace.bench.measure.Usage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What HLS viewers had in the steady window.
///
/// @param seconds how long the window was
/// @param connections viewers: established with their first segment
/// @param tcpConnections opened since the beginning; one for each viewer when the server keeps them
/// @param mbitPerSecond received, in total and per viewer
/// @param missedSegments left the playlist before a viewer saw them
/// @param requestFailures why requests of established viewers failed, and how many for each reason
/// @param playlistMs from asking for a playlist to its last byte
/// @param segmentMs from asking for a segment to its last byte
/// @param edgeAgeMs how long ago the end of a playlist had been recorded when it came; needs
///   EXT-X-PROGRAM-DATE-TIME and a publisher on this machine
/// @param stalls how often a viewer had nothing left to show
/// @param stalledViewers how many viewers that happened to
/// @param stalledSeconds for how long, over all viewers
public record HlsReport(
        String url,
        double seconds,
        Connections connections,
        long tcpConnections,
        Spread mbitPerSecond,
        double playlistsPerSecond,
        double segmentsPerSecond,
        long missedSegments,
        Map<String, Integer> requestFailures,
        Percentiles playlistMs,
        Percentiles segmentMs,
        Percentiles edgeAgeMs,
        long stalls,
        long stalledViewers,
        double stalledSeconds,
        Usage usage)
        implements Report {
    public HlsReport {
        requestFailures = Collections.unmodifiableMap(new LinkedHashMap<>(requestFailures));
    }

    @Override
    public boolean isGood() {
        return connections.allWell() && requestFailures.isEmpty();
    }

    @Override
    public String text() {
        return new Table("HLS viewers of %s, measured for %.1f s", url, seconds)
                .connections(connections)
                .row("", "over %d TCP connections", tcpConnections)
                .row(
                        "received",
                        "%.1f Mbit/s; each viewer %.3f to %.3f",
                        mbitPerSecond.total(),
                        mbitPerSecond.min(),
                        mbitPerSecond.max())
                .row(
                        "requests",
                        "%.1f playlists/s, %.1f segments/s; %d segments missed",
                        playlistsPerSecond,
                        segmentsPerSecond,
                        missedSegments)
                .reasons("failed", requestFailures)
                .row(
                        "stalls",
                        "%d, of %d viewers, %.1f s in all",
                        stalls,
                        stalledViewers,
                        stalledSeconds)
                .timesHeading()
                .times("playlist", playlistMs, "requests")
                .times("segment", segmentMs, "requests")
                .times("live edge age", edgeAgeMs, "playlists with a date")
                .usage(usage)
                .toString();
    }
}
