package dev.millrace.bench.hls;

import dev.millrace.bench.measure.Load;
import dev.millrace.bench.measure.Measured;
import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.measure.Spread;
import dev.millrace.bench.measure.UrlTemplate;
import dev.millrace.bench.net.HttpUrl;
import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A load of HLS viewers.
public final class HlsViewers implements Load, AutoCloseable {
    private final String pattern;
    private final List<HttpUrl> urls = new ArrayList<>();
    private final Roster roster = new Roster();
    private final HlsCounts counts = new HlsCounts();
    private final Map<Integer, HlsViewer> viewers = new LinkedHashMap<>();
    private long goneBytes;

    /// @throws ProtocolException if the URLs are not of HTTP without TLS
    public HlsViewers(UrlTemplate template) throws ProtocolException {
        pattern = template.pattern();
        for (int i = 0; i < template.streams(); i++) {
            urls.add(HttpUrl.parse(template.url(i)));
        }
    }

    @Override
    public void open(int index) {
        var viewer = new HlsViewer(urls.get(index % urls.size()), roster.ask(), counts);
        viewers.put(index, viewer);
        viewer.start();
    }

    /// Whether viewer `index` has had a segment, or has ended.
    public boolean isSettled(int index) {
        HlsViewer viewer = viewers.get(index);
        return viewer == null || viewer.isPresent() || viewer.isGone();
    }

    /// Ends viewer `index`, and forgets it but for what it counted.
    public void leave(int index) throws IOException {
        HlsViewer viewer = viewers.remove(index);
        if (viewer != null) {
            viewer.leave();
            goneBytes += viewer.receivedBytes();
        }
    }

    /// Segments that had left the playlist before a viewer saw them.
    public long missedSegments() {
        return counts.missedSegments.sum();
    }

    /// Requests that led to nothing, and why.
    public Map<String, Integer> failures() {
        return counts.failures();
    }

    /// Viewers do everything on threads of their own.
    @Override
    public void poll(long timeoutNs) {
        LockSupport.parkNanos(timeoutNs);
    }

    @Override
    public void beginWindow() {
        long nowNs = System.nanoTime();
        counts.beginWindow();
        viewers.values().forEach(viewer -> viewer.beginWindow(nowNs));
    }

    @Override
    public Roster roster() {
        return roster;
    }

    @Override
    public long bytes() {
        return goneBytes + viewers.values().stream().mapToLong(HlsViewer::receivedBytes).sum();
    }

    /// What was measured; to be asked at the end of the window.
    public HlsReport report(Measured measured) {
        long nowNs = System.nanoTime();
        List<Playback> playbacks = viewers.values().stream().map(HlsViewer::playback).toList();
        double[] mbitPerSecond =
                viewers.values().stream()
                        .filter(HlsViewer::isPresent)
                        .mapToDouble(it -> measured.mbitPerSecond(it.windowBytes()))
                        .toArray();
        var playlistMs = counts.playlistTimes.percentiles();
        var segmentMs = counts.segmentTimes.percentiles();
        return new HlsReport(
                pattern,
                measured.seconds(),
                roster.connections(),
                counts.connections.sum(),
                Spread.of(mbitPerSecond),
                measured.perSecond(playlistMs.count()),
                measured.perSecond(segmentMs.count()),
                counts.missedSegments.sum(),
                counts.failures(),
                playlistMs,
                segmentMs,
                counts.edgeAges.percentiles(),
                playbacks.stream().mapToLong(it -> it.stalls(nowNs)).sum(),
                playbacks.stream().filter(it -> it.stalls(nowNs) > 0).count(),
                playbacks.stream().mapToLong(it -> it.stalledNs(nowNs)).sum() / 1e9,
                measured.usage());
    }

    /// Ends all viewers.
    @Override
    public void close() throws IOException {
        for (HlsViewer viewer : viewers.values()) {
            viewer.close();
        }
    }
}
