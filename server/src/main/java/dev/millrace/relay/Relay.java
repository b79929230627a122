package dev.millrace.relay;

import dev.millrace.channel.Demand.Prospect;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One source that the server fetches by itself. The [RelayMachine] says whether something should
/// run; this sees to it that it does, and that never two do at once. Any thread.
public final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /// Transitions that are kept for people.
    private static final int HISTORY_MAX = 50;

    /// A source that went or broke down is asked for again not sooner than this.
    private static final Duration RETRY_SOON = Duration.ofSeconds(2);

    /// Where there was no room, it is looked for again this soon.
    private static final Duration ROOM_LATER = Duration.ofSeconds(5);

    /// What failed for good or was stopped by a person will not be back any sooner.
    private static final Duration RETRY_LATE = Duration.ofSeconds(60);

    private static final String OUT_OF_SCHEDULE = "out of its schedule";

    private final BiFunction<RelaySettings, Run.Listener, Run> runs;
    private final Function<RelaySettings, Optional<String>> refusal;
    private final InstantSource clock;
    private final LogTail log;

    // Guarded by this.
    private final RelayMachine machine;
    private final Deque<Transition> history = new ArrayDeque<>();
    private @Nullable Running running;
    private volatile RelaySettings settings;
    private boolean isPostponed;
    private boolean isScheduled = true; // when that was looked at last

    /// @param runs makes a run that is yet to be started
    /// @param refusal why there is no room for one; must not wait
    Relay(
            RelaySettings settings,
            BiFunction<RelaySettings, Run.Listener, Run> runs,
            Function<RelaySettings, Optional<String>> refusal,
            InstantSource clock) {
        this.settings = settings;
        this.runs = runs;
        this.refusal = refusal;
        this.clock = clock;
        this.log = new LogTail(clock);
        this.machine =
                new RelayMachine(
                        settings,
                        () -> ThreadLocalRandom.current().nextDouble(),
                        this::changed,
                        System.nanoTime());
    }

    public RelaySettings settings() {
        return settings;
    }

    /// How it is, at this moment.
    public synchronized RelayStatus status() {
        long nowNs = System.nanoTime();
        return new RelayStatus(
                machine.state(),
                reason(),
                machine.age(nowNs),
                machine.idle(nowNs),
                machine.retryIn(nowNs),
                machine.crashes(),
                List.copyOf(history));
    }

    /// What its source said lately, over all its runs, oldest first.
    public List<LogLine> log() {
        return log.lines();
    }

    /// Runs it now, and forgets what failed before.
    public synchronized void start(String why) {
        machine.start(System.nanoTime(), why);
        reconcile();
    }

    /// Ends it. One that always runs stays stopped until it is started; one on demand starts with
    /// the next viewer.
    public synchronized void stop(String why) {
        machine.stop(System.nanoTime(), why);
        reconcile();
    }

    /// Forgets what failed before, and goes on as it is meant to.
    public synchronized void reset(String why) {
        machine.reset(System.nanoTime(), why);
        reconcile();
    }

    /// Goes on with other settings. What runs is ended, and what comes of the new ones begins when
    /// nothing of it is left.
    synchronized void change(RelaySettings other, String why) {
        settings = other;
        machine.change(other, System.nanoTime(), why);
        isScheduled = mayRun();
        if (!isScheduled) {
            machine.stop(System.nanoTime(), OUT_OF_SCHEDULE);
        }
        endRunning();
        reconcile();
    }

    /// The server has begun.
    synchronized void begin() {
        isScheduled = mayRun();
        if (isScheduled && !settings.isOnDemand()) {
            machine.want(System.nanoTime(), "the server started");
            reconcile();
        }
    }

    /// A viewer wants to watch.
    synchronized Prospect want() {
        if (isScheduled && settings.isOnDemand()) {
            machine.want(System.nanoTime(), "a viewer came");
            reconcile();
        }
        return prospect();
    }

    /// Whether its FFmpeg writes files of its own.
    public boolean writesFiles() {
        return settings.ffmpeg().writesFiles();
    }

    /// Whether it runs, or is on its way.
    public synchronized boolean isWanted() {
        return machine.isActive();
    }

    /// Somebody watches, in a way that only the caller knows.
    public synchronized void watched() {
        machine.watched(System.nanoTime());
    }

    /// Does what is due.
    ///
    /// @param watched whether somebody watches the channel
    synchronized void tick(long nowNs, boolean watched) {
        if (watched) {
            machine.watched(nowNs);
        }
        keepToSchedule(nowNs);
        if (running != null && !running.isStopped) {
            machine.progress(running.run.frameAtNs());
        }
        machine.tick(nowNs);
        reconcile();
    }

    /// Does nothing but when a time of its schedule begins or ends: in between, people decide.
    private void keepToSchedule(long nowNs) {
        boolean was = isScheduled;
        isScheduled = mayRun();
        if (was && !isScheduled) {
            machine.stop(nowNs, OUT_OF_SCHEDULE);
        } else if (!was && isScheduled && !settings.isOnDemand()) {
            machine.want(nowNs, "its schedule has begun");
        }
    }

    private boolean mayRun() {
        return settings.schedule().filter(it -> !it.isOn(clock.instant())).isEmpty();
    }

    /// When its schedule starts or stops it next, if it has one.
    public Optional<Instant> scheduleChangesAt() {
        return settings.schedule().flatMap(it -> it.changesAfter(clock.instant()));
    }

    /// Something is wrong with what runs: it is ended, and tried again as after any failure.
    synchronized void dismiss(String reason) {
        if (running != null && !running.isStopped) {
            running.run.dismiss(reason);
        }
    }

    /// What its processes take.
    public synchronized long processBytes() {
        return running == null ? 0 : running.run.processBytes();
    }

    /// For how long nobody has watched, if it runs only to be watched.
    synchronized Optional<Duration> idle() {
        boolean mayEnd = settings.isOnDemand() && machine.state() == RelayState.RUNNING;
        return mayEnd ? Optional.of(machine.idle(System.nanoTime())) : Optional.empty();
    }

    /// Whether nothing of it is left to wait for.
    synchronized boolean isGone() {
        return running == null;
    }

    private Prospect prospect() {
        return switch (machine.state()) {
            case STARTING, RUNNING -> new Prospect.Coming(settings.startWait());
            case STALLED -> refused("source-stalled", "its source stalled: ", RETRY_SOON);
            case BACKOFF ->
                    isPostponed
                            ? refused("not-enough-memory", "", retryIn())
                            : refused("source-failed", "its source failed: ", retryIn());
            case FAILED -> refused("source-failed", "its source failed too often: ", RETRY_LATE);
            case ENDED -> refused("source-ended", "its source ended: ", retryIn());
            case STOPPED ->
                    isScheduled
                            ? refused("stopped", "it is stopped: ", RETRY_LATE)
                            : refused("not-scheduled", "it is ", untilScheduled());
        };
    }

    private Duration untilScheduled() {
        Instant now = clock.instant();
        Duration until =
                scheduleChangesAt().map(it -> Duration.between(now, it)).orElse(RETRY_LATE);
        return until.compareTo(RETRY_SOON) < 0 ? RETRY_SOON : until;
    }

    /// Why it is in its state, for people.
    private String reason() {
        boolean waits = !isScheduled && machine.state() == RelayState.STOPPED;
        return waits ? OUT_OF_SCHEDULE : machine.reason();
    }

    private Duration retryIn() {
        Duration left = machine.retryIn(System.nanoTime());
        return left.compareTo(RETRY_SOON) < 0 ? RETRY_SOON : left;
    }

    private Prospect refused(String code, String what, Duration retryAfter) {
        return new Prospect.Refused(
                "%s cannot be watched now, %s%s".formatted(settings.name(), what, reason()),
                code,
                retryAfter);
    }

    /// Starts what should run, and ends what should not. A successor waits for its predecessor.
    private void reconcile() {
        boolean wanted = machine.isActive();
        if (wanted && running == null) {
            Optional<String> noRoom = refusal.apply(settings);
            if (noRoom.isPresent()) {
                machine.postpone(System.nanoTime(), ROOM_LATER, noRoom.get());
                isPostponed = true;
            } else {
                isPostponed = false;
                begin(new Running());
            }
        } else if (!wanted) {
            endRunning();
        }
    }

    private void endRunning() {
        if (running != null && !running.isStopped) {
            running.isStopped = true;
            running.run.stop();
        }
    }

    private void begin(Running next) {
        running = next;
        machine.began(System.nanoTime());
        next.run.start();
    }

    private synchronized void playing(Running by) {
        if (!by.isStopped) {
            machine.playing(System.nanoTime());
        }
    }

    private synchronized void over(Running by, Ending ending) {
        running = null;
        boolean successorWaits = by.isStopped && machine.isActive();
        if (!successorWaits) {
            machine.over(System.nanoTime(), ending);
        }
        reconcile();
    }

    private void changed(RelayState from, RelayState to, String reason) {
        if (history.size() == HISTORY_MAX) {
            history.removeFirst();
        }
        log.add("%s: %s".formatted(to, reason));
        history.add(new Transition(clock.instant(), from, to, reason));
        boolean bad = to == RelayState.FAILED || to == RelayState.STALLED;
        LOG.atLevel(bad ? Level.WARN : Level.INFO)
                .log("relay {} is {}: {}", settings.name(), to, reason);
    }

    /// One run, from its start to its end.
    private final class Running implements Run.Listener {
        private final Run run = runs.apply(settings, this);
        private boolean isStopped;

        @Override
        public void playing() {
            Relay.this.playing(this);
        }

        @Override
        public void said(String line) {
            log.add(line);
        }

        @Override
        public void over(Ending ending) {
            Relay.this.over(this, ending);
        }
    }
}
