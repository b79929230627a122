package dev.millrace.bench.soak;

import dev.millrace.bench.measure.Connections;
import dev.millrace.bench.measure.Percentiles;
import dev.millrace.bench.measure.Report;
import dev.millrace.bench.measure.Table;
import dev.millrace.bench.measure.Usage;
import java.util.List;
import java.util.Map;

/// What hours of coming and going have left behind.
///
/// @param viewers of RTMP and HTTP-FLV, every one that ever came
/// @param hlsViewers the same for HLS
/// @param publishers every one that ever came
/// @param lostGroups how often pictures that had been sent were missing, or time went back
/// @param withoutKeyFrame viewers whose first picture was not a key frame
/// @param missedSegments segments that had left the playlist before an HLS viewer saw them
/// @param hlsFailures requests of HLS viewers that led to nothing, and why
/// @param faults how often each was injected
/// @param health of the processes that were named: before anyone came, once a minute, and after all
///   have left
public record SoakReport(
        double seconds,
        Connections viewers,
        Connections hlsViewers,
        Connections publishers,
        long lostGroups,
        long withoutKeyFrame,
        long missedSegments,
        Map<String, Integer> hlsFailures,
        Map<String, Integer> faults,
        Percentiles firstPictureMs,
        Percentiles latencyMs,
        List<Health> health,
        Usage usage)
        implements Report {
    private static final double MEGABYTE = 1 << 20;
    private static final int FILES_SPARE = 10;

    public SoakReport {
        health = List.copyOf(health);
    }

    /// The same with these looks at the processes.
    SoakReport withHealth(List<Health> looks) {
        return new SoakReport(
                seconds,
                viewers,
                hlsViewers,
                publishers,
                lostGroups,
                withoutKeyFrame,
                missedSegments,
                hlsFailures,
                faults,
                firstPictureMs,
                latencyMs,
                looks,
                usage);
    }

    @Override
    public boolean isGood() {
        return viewers.allWell()
                && hlsViewers.allWell()
                && publishers.allWell()
                && lostGroups == 0
                && withoutKeyFrame == 0
                && missedSegments == 0
                && hlsFailures.isEmpty()
                && filesLeftOpen(health) == 0;
    }

    /// Files that processes hold at the end and did not hold at the beginning, beyond a few that
    /// any program opens when it first needs them.
    static long filesLeftOpen(List<Health> looks) {
        long leftOpen = 0;
        for (long pid : looks.stream().mapToLong(Health::pid).distinct().toArray()) {
            List<Health> own = looks.stream().filter(it -> it.pid() == pid).toList();
            leftOpen += Math.max(0, own.getLast().files() - own.getFirst().files() - FILES_SPARE);
        }
        return leftOpen;
    }

    @Override
    public String text() {
        Table table = new Table("soaked for %.0f s", seconds);
        table.row("viewers", "").connections(viewers);
        table.row("HLS viewers", "").connections(hlsViewers);
        table.row("", "  %d segments missed", missedSegments)
                .reasons("requests failed", hlsFailures);
        table.row("publishers", "").connections(publishers);
        table.row("lost", "%d groups", lostGroups);
        table.row("first pictures", "%d that were not key frames", withoutKeyFrame);
        table.timesHeading()
                .times("first frame", firstPictureMs, "pictures")
                .times("latency", latencyMs, "pictures with a clock marker");
        table.row("faults", "").reasons("times", faults);
        table.row("process", "%8s %9s %8s %8s %8s", "PID", "minute", "RSS MB", "threads", "files");
        health.forEach(it ->
                table.row(
                        "",
                        "%8d %9.1f %8.1f %8d %8d",
                        it.pid(),
                        it.seconds() / 60,
                        it.rssBytes() / MEGABYTE,
                        it.threads(),
                        it.files()));
        return table.usage(usage).toString();
    }
}
