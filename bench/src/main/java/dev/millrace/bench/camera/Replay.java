package dev.millrace.bench.camera;

import dev.millrace.bench.measure.Latencies;
import dev.millrace.bench.measure.Percentiles;
import dev.millrace.bench.net.Reasons;
import java.io.IOException;

/// Opens recordings as a viewer does: the playlist, then its first segment. Blocks; one thread.
final class Replay {
    private final ControlNode control;
    private final CameraCounts counts;
    private final Latencies playlistTimes = new Latencies();
    private final Latencies segmentTimes = new Latencies();

    Replay(ControlNode control, CameraCounts counts) {
        this.control = control;
        this.counts = counts;
    }

    /// Ends a recording, and opens it.
    void open(String recording) throws InterruptedException {
        try {
            control.stop(recording);
            long askedNs = System.nanoTime();
            String playlist = control.replay(recording);
            long playlistNs = System.nanoTime();
            playlistTimes.record(playlistNs - askedNs);
            control.segment(recording, first(playlist));
            segmentTimes.record(System.nanoTime() - playlistNs);
        } catch (IOException e) {
            counts.failed("replay: " + Reasons.of(e));
        }
    }

    private static String first(String playlist) throws IOException {
        return playlist.lines()
                .filter(line -> line.endsWith(".ts") && !line.endsWith("-gap.ts"))
                .findFirst()
                .orElseThrow(() -> new IOException("a playlist without segments"));
    }

    Percentiles playlistMs() {
        return playlistTimes.percentiles();
    }

    Percentiles segmentMs() {
        return segmentTimes.percentiles();
    }
}
