package dev.millrace.bench.measure;

import java.io.IOException;

/// Drives a load through its schedule: opens connections when they are due, begins and ends the
/// window, and samples the processes at exactly these two moments.
public final class LoadRun {
    private static final long SECOND_NS = 1_000_000_000;

    private final Load load;
    private final Schedule schedule;
    private final UsageMeter meter;
    private final ProgressLine progress;

    public LoadRun(Load load, Schedule schedule, UsageMeter meter, ProgressLine progress) {
        this.load = load;
        this.schedule = schedule;
        this.meter = meter;
        this.progress = progress;
    }

    /// Runs to the end of the window, or until nobody is left.
    public Measured run() throws IOException {
        long startNs = System.nanoTime();
        int opened = 0;
        long elapsedNs = 0;
        while (elapsedNs < schedule.windowNs()) {
            int due = schedule.dueAt(elapsedNs);
            for (; opened < due; opened++) {
                load.open(opened);
            }
            if (isOver(opened)) {
                progress.clear();
                return new Measured(0, Usage.NONE);
            }
            long nextNs = opened < schedule.count() ? schedule.openNs(opened) : schedule.windowNs();
            pollUntil(startNs, startNs + nextNs);
            elapsedNs = System.nanoTime() - startNs;
        }
        return measure(startNs);
    }

    private Measured measure(long startNs) throws IOException {
        load.beginWindow();
        meter.begin();
        long beginNs = System.nanoTime();
        long endNs = beginNs + schedule.window().toNanos();
        while (System.nanoTime() < endNs && !isOver(schedule.count())) {
            pollUntil(startNs, endNs);
        }
        double seconds = (System.nanoTime() - beginNs) / (double) SECOND_NS;
        Usage usage = meter.end(seconds);
        progress.clear();
        return new Measured(seconds, usage);
    }

    /// Polls once, and wakes at the latest when the line is to be drawn again.
    private void pollUntil(long startNs, long untilNs) throws IOException {
        long nowNs = System.nanoTime();
        progress.show(nowNs - startNs, schedule, load);
        long timeoutNs = Math.min(untilNs - nowNs, progress.dueNs(startNs) - nowNs);
        load.poll(Math.max(0, timeoutNs));
    }

    private boolean isOver(int opened) {
        return opened == schedule.count() && load.roster().left() == 0;
    }
}
