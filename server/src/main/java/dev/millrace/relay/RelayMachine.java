package dev.millrace.relay;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.DoubleSupplier;

/// The states of one relay, and what leads from one to another. It does nothing itself: while it
/// [#isActive], something should run, and otherwise nothing.
///
/// ```
/// in        | wanted    started   stopped  playing   left, finished  fault     silence   due
/// STOPPED   | STARTING* STARTING
/// STARTING  |                     STOPPED  RUNNING   ENDED           BACKOFF°  STALLED
/// RUNNING   |                     STOPPED            ENDED           BACKOFF°  STALLED
/// STALLED   |                     STOPPED            BACKOFF°, whatever ended it
/// BACKOFF   |           STARTING  STOPPED                                                STARTING
/// FAILED    |           STARTING
/// ENDED     |           STARTING  STOPPED                                                STARTING†
/// ```
///
/// - \* BACKOFF, if the time to wait after the last failure is not over
/// - ° FAILED, if it was one failure too many
/// - † if the source may come back
///
/// An on-demand relay is stopped when nobody has watched it for its idle time. Not for use by
/// several threads at once. Times are nanoseconds of one clock that only goes forward.
final class RelayMachine {
    /// Who ran for so long is well: earlier failures are forgotten.
    static final Duration HEALTHY = Duration.ofSeconds(30);

    private static final Set<RelayState> ACTIVE =
            EnumSet.of(RelayState.STARTING, RelayState.RUNNING);

    private RelaySettings settings;
    private final DoubleSupplier chance;
    private final Listener listener;
    private RelayState state = RelayState.STOPPED;
    private String reason = "";
    private String lastFault = "";
    private long sinceNs;
    private long progressNs;
    private long watchedNs;
    private long dueNs;
    private int crashes;
    private int misses;
    private boolean finished;

    /// Told of every change, after it.
    interface Listener {
        void changed(RelayState from, RelayState to, String reason);
    }

    /// @param chance numbers from 0 to 1, for the jitter
    RelayMachine(RelaySettings settings, DoubleSupplier chance, Listener listener, long nowNs) {
        this.settings = settings;
        this.chance = chance;
        this.listener = listener;
        this.sinceNs = nowNs;
        this.watchedNs = nowNs;
        this.dueNs = nowNs;
    }

    RelayState state() {
        return state;
    }

    /// Why it is in its state, for people.
    String reason() {
        return reason;
    }

    /// Failures in a row.
    int crashes() {
        return crashes;
    }

    /// Whether something should run.
    boolean isActive() {
        return ACTIVE.contains(state);
    }

    /// For how long it has been in its state.
    Duration age(long nowNs) {
        return Duration.ofNanos(nowNs - sinceNs);
    }

    /// For how long nobody has watched.
    Duration idle(long nowNs) {
        return Duration.ofNanos(nowNs - watchedNs);
    }

    /// Until it is tried again by itself; zero if it is not.
    Duration retryIn(long nowNs) {
        return isToBeRetried() ? Duration.ofNanos(Math.max(0, dueNs - nowNs)) : Duration.ZERO;
    }

    /// Somebody wants to watch, or the server began. Time to wait is kept.
    void want(long nowNs, String why) {
        watched(nowNs);
        if (state == RelayState.STOPPED) {
            finished = false;
            if (nowNs < dueNs) {
                change(RelayState.BACKOFF, lastFault, nowNs);
            } else {
                change(RelayState.STARTING, why, nowNs);
            }
        }
    }

    /// A person wants it to run now; failures are forgotten.
    void start(long nowNs, String why) {
        watched(nowNs);
        if (!isActive() && state != RelayState.STALLED) {
            forgive(nowNs);
            change(RelayState.STARTING, why, nowNs);
        }
    }

    /// It is not wanted any more. What failed for good stays so.
    void stop(long nowNs, String why) {
        if (state != RelayState.STOPPED && state != RelayState.FAILED) {
            change(RelayState.STOPPED, why, nowNs);
        }
    }

    /// A person has mended what was wrong: failures are forgotten.
    void reset(long nowNs, String why) {
        forgive(nowNs);
        switch (state) {
            case FAILED, ENDED ->
                    change(
                            settings.isOnDemand() ? RelayState.STOPPED : RelayState.STARTING,
                            why,
                            nowNs);
            case BACKOFF -> change(RelayState.STARTING, why, nowNs);
            case STOPPED, STARTING, RUNNING, STALLED -> {}
        }
    }

    /// From now on it is another one. What ran is not wanted any more; whether it runs again is as
    /// with one that is new, but for viewers, who have not left.
    void change(RelaySettings other, long nowNs, String why) {
        boolean wasWanted = state != RelayState.STOPPED && state != RelayState.FAILED;
        forgive(nowNs);
        if (state != RelayState.STOPPED) {
            change(RelayState.STOPPED, why, nowNs);
        }
        settings = other;
        if (wasWanted || !other.isOnDemand()) {
            change(RelayState.STARTING, why, nowNs);
        }
    }

    /// Somebody watches.
    void watched(long nowNs) {
        watchedNs = nowNs;
    }

    /// What should run has begun to, perhaps after waiting for its predecessor's end.
    void began(long nowNs) {
        progressNs = nowNs;
    }

    /// A frame came at `atNs`, of a picture or not.
    void progress(long atNs) {
        progressNs = Math.max(progressNs, atNs);
    }

    /// There is something to watch.
    void playing(long nowNs) {
        if (state == RelayState.STARTING) {
            change(RelayState.RUNNING, "the first picture came", nowNs);
            watched(nowNs); // by whoever waited for it
        }
    }

    /// There is no room for it to start. That is no failure of its source.
    void postpone(long nowNs, Duration delay, String why) {
        if (isActive()) {
            lastFault = why;
            dueNs = nowNs + delay.toNanos();
            change(RelayState.BACKOFF, why, nowNs);
        }
    }

    /// What ran is over.
    void over(long nowNs, Ending ending) {
        switch (state) {
            case STALLED -> fail(nowNs, reason);
            case STARTING, RUNNING -> {
                switch (ending) {
                    case Ending.Fault(var why) -> fail(nowNs, why);
                    case Ending.Left(var why) -> end(nowNs, why, false);
                    case Ending.Finished(var why) -> end(nowNs, why, true);
                }
            }
            case STOPPED, BACKOFF, FAILED, ENDED -> {} // it was told to
        }
    }

    /// Does what is due.
    void tick(long nowNs) {
        if (isIdle(nowNs)) {
            stop(nowNs, "nobody watched for " + Words.of(settings.idleTimeout()));
            return;
        }
        if (isActive() && nowNs - progressNs > settings.stallTimeout().toNanos()) {
            String why = "no frame for " + Words.of(settings.stallTimeout());
            change(RelayState.STALLED, why, nowNs);
        } else if (state == RelayState.RUNNING && nowNs - sinceNs >= HEALTHY.toNanos()) {
            crashes = 0;
            misses = 0;
        } else if (isToBeRetried() && nowNs >= dueNs) {
            change(RelayState.STARTING, "trying again", nowNs);
        }
    }

    private boolean isIdle(long nowNs) {
        Duration timeout = settings.idleTimeout();
        return settings.isOnDemand()
                && !timeout.isZero()
                && nowNs - watchedNs > timeout.toNanos()
                && !isWaitedFor(nowNs);
    }

    /// Who asked for it is a viewer only when the first picture came.
    private boolean isWaitedFor(long nowNs) {
        return state == RelayState.STARTING && nowNs - watchedNs <= settings.startWait().toNanos();
    }

    private boolean isToBeRetried() {
        return state == RelayState.BACKOFF || (state == RelayState.ENDED && !finished);
    }

    private void fail(long nowNs, String why) {
        crashes++;
        lastFault = why;
        delay(nowNs);
        boolean tooOften = settings.retry().isExhausted(crashes);
        change(tooOften ? RelayState.FAILED : RelayState.BACKOFF, why, nowNs);
    }

    private void end(long nowNs, String why, boolean forGood) {
        finished = forGood;
        lastFault = why;
        delay(nowNs);
        change(RelayState.ENDED, why, nowNs);
    }

    private void delay(long nowNs) {
        misses++;
        dueNs = nowNs + settings.retry().delay(misses, chance.getAsDouble()).toNanos();
    }

    private void forgive(long nowNs) {
        crashes = 0;
        misses = 0;
        dueNs = nowNs;
        finished = false;
    }

    private void change(RelayState to, String why, long nowNs) {
        RelayState from = state;
        state = to;
        reason = why;
        sinceNs = nowNs;
        progressNs = nowNs;
        listener.changed(from, to, why);
    }
}
