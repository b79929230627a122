package dev.millrace.relay;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What is given up, one step after another, while there is too little memory, and taken back when
/// there is enough again. Pure; one thread at a time.
final class Pressure {
    /// Each of them takes effect after a group or two.
    static final Duration STEP = Duration.ofSeconds(2);

    /// What was given up too early costs more than what was given up a little longer.
    static final Duration CALM = Duration.ofSeconds(10);

    private static final List<Step> STEPS = List.of(Step.values());

    /// Which of them holds.
    private int taken;

    private long changedNs;
    private long lastTightNs;

    /// What is given up; each step with those before it. A recording is never ended.
    enum Step {
        NONE,

        /// Channels keep no more than the newest picture group.
        WINDOWS_SHRUNK,

        /// Relays that nobody watches are ended, those first that nobody has watched for longest.
        RELAYS_STOPPED,

        /// New viewers are told to come later.
        VIEWERS_REFUSED;

        /// `windows-shrunk`.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param nowNs a clock that only goes forward
    Pressure(long nowNs) {
        this.changedNs = nowNs;
        this.lastTightNs = nowNs - CALM.toNanos();
    }

    /// The step that holds from now on.
    ///
    /// @param isTight whether there is too little memory
    Step tick(long nowNs, boolean isTight) {
        if (isTight) {
            lastTightNs = nowNs;
            boolean mayGo = taken == 0 || nowNs - changedNs >= STEP.toNanos();
            if (mayGo && taken < STEPS.size() - 1) {
                change(taken + 1, nowNs);
            }
        } else if (taken > 0 && nowNs - Math.max(lastTightNs, changedNs) >= CALM.toNanos()) {
            change(taken - 1, nowNs);
        }
        return STEPS.get(taken);
    }

    private void change(int to, long nowNs) {
        taken = to;
        changedNs = nowNs;
    }
}
