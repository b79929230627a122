package dev.millrace.bench.measure;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A report as people read it: a heading, then lines of a label and what was measured.
public final class Table {
    private static final double MEGABYTE = 1 << 20;

    private final StringBuilder text = new StringBuilder();

    /// @param format of the heading, as for [#row]
    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a library at run time
    public Table(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append("\n\n");
    }

    /// One line.
    ///
    /// @param format as in [String#format], in the notation of no country
    @SuppressWarnings("AnnotateFormatMethod")
    public Table row(String label, String format, Object... values) {
        String line = "%-14s ".formatted(label) + String.format(Locale.ROOT, format, values);
        text.append(line.stripTrailing()).append('\n');
        return this;
    }

    /// What became of the connections, and why.
    public Table connections(Connections all) {
        row(
                "connections",
                "%d asked, %d established, %d failed, %d dropped",
                all.asked(),
                all.established(),
                all.failed(),
                all.dropped());
        reasons("failed", all.failures());
        return reasons("dropped", all.drops());
    }

    /// One line for each reason.
    public Table reasons(String what, Map<String, Integer> reasons) {
        reasons.forEach((why, count) -> row("", "  %d %s: %s", count, what, why));
        return this;
    }

    /// The heads of the columns that [#times] fills.
    public Table timesHeading() {
        return row("", "%11s %11s %11s %11s", "p50", "p95", "p99", "max");
    }

    /// How long something took.
    ///
    /// @param what was timed, in the plural
    public Table times(String label, Percentiles times, String what) {
        if (times.count() == 0) {
            return row(label, "  not measured: no %s", what);
        }
        return row(
                label,
                "%8.1f ms %8.1f ms %8.1f ms %8.1f ms   of %d",
                times.p50(),
                times.p95(),
                times.p99(),
                times.max(),
                times.count());
    }

    /// What the processes used.
    public Table usage(Usage usage) {
        usage.servers().forEach(this::server);
        row("load generator", "%.1f %% of a core", usage.ownCpuPercent());
        usage.otherCpuPercent()
                .ifPresent(percent -> row("everything else", "%.1f %% of a core", percent));
        return this;
    }

    private void server(ProcessUsage server) {
        String label = "process " + server.pid();
        if (server.rssBytes().isEmpty()) {
            row(label, "%.1f %% of a core; its memory cannot be read", server.cpuPercent());
            return;
        }
        row(
                label,
                "%.1f %% of a core, %.1f MB RSS, %.1f MB PSS",
                server.cpuPercent(),
                server.rssBytes().getAsLong() / MEGABYTE,
                server.pssBytes().orElse(0) / MEGABYTE);
    }

    /// What ought to be known before the figures are believed.
    public Table notes(List<String> notes) {
        notes.forEach(note -> row("note", "%s", note));
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
