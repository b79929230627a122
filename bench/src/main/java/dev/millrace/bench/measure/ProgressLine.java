package dev.millrace.bench.measure;

import java.io.PrintStream;
import java.util.Locale;

/// Shows on a terminal once a second how far a run is, on a line that is overwritten.
public final class ProgressLine {
    private static final double SECOND_NS = 1e9;
    private static final double MEGABIT_BYTES = 1e6 / 8;

    private final PrintStream terminal;
    private final boolean isShown;
    private long drawn;
    private long lastBytes;

    /// @param isShown whether anyone watches; if not, nothing is written
    public ProgressLine(PrintStream terminal, boolean isShown) {
        this.terminal = terminal;
        this.isShown = isShown;
    }

    /// When the line is to be drawn next.
    long dueNs(long startNs) {
        return startNs + (long) ((drawn + 1) * SECOND_NS);
    }

    /// Draws the line if it is due.
    void show(long elapsedNs, Schedule schedule, Load load) {
        if (elapsedNs < (drawn + 1) * SECOND_NS) {
            return;
        }
        drawn = (long) (elapsedNs / SECOND_NS);
        if (isShown) {
            long bytes = load.bytes();
            terminal.printf(
                    Locale.ROOT,
                    "\r\033[K%d s, %s: %s, %.1f Mbit/s",
                    drawn,
                    phase(elapsedNs, schedule),
                    load.roster().progress(),
                    (bytes - lastBytes) / MEGABIT_BYTES);
            terminal.flush();
            lastBytes = bytes;
        }
    }

    void clear() {
        if (isShown) {
            terminal.print("\r\033[K");
            terminal.flush();
        }
    }

    private static String phase(long elapsedNs, Schedule schedule) {
        if (elapsedNs < schedule.openNs(schedule.count())) {
            return "opening";
        }
        if (elapsedNs < schedule.windowNs()) {
            return "warming up";
        }
        double measured = (elapsedNs - schedule.windowNs()) / SECOND_NS;
        return "measuring %.0f of %d s".formatted(measured, schedule.window().toSeconds());
    }
}
