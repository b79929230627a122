package dev.millrace.hook;

import dev.millrace.json.JsonException;
import dev.millrace.net.Backoff;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One service: asks it, and tells it what it is to be told, in order and until it has heard it.
/// Any thread.
final class HookLine {
    private static final Logger LOG = LoggerFactory.getLogger(HookLine.class);

    /// More is not kept for one that does not answer.
    static final int WAITING_MAX = 1_000;

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), 0);

    private final String place;
    private final HookCaller caller;
    private final Clock clock;
    private final Consumer<DeadLetter> dead;
    private final Breaker breaker = new Breaker(System::nanoTime);
    private final LongAdder calls = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder undelivered = new LongAdder();
    private volatile @Nullable String lastFailure;

    // Guarded by this.
    private final Queue<Letter> waiting = new ArrayDeque<>();
    private @Nullable Thread teller;

    private record Letter(Hook hook, HookEvent event, Instant until) {}

    /// @param place the service's address, for people
    /// @param dead is given what could not be delivered
    HookLine(String place, HookCaller caller, Clock clock, Consumer<DeadLetter> dead) {
        this.place = place;
        this.caller = caller;
        this.clock = clock;
        this.dead = dead;
    }

    /// Waits for what it says.
    Decision ask(Hook hook, HookEvent event) throws InterruptedException {
        if (!breaker.lets()) {
            return new Decision.NoAnswer(place + " has not answered lately");
        }
        try {
            HookAnswer answer = call(hook, event);
            Decision decision = hook.form().decision(answer);
            if (decision instanceof Decision.Refused || decision instanceof Decision.LoginNeeded) {
                refusals.increment();
            }
            return decision;
        } catch (IOException e) {
            return new Decision.NoAnswer("%s: %s".formatted(place, e.getMessage()));
        }
    }

    /// Waits for the places that it names.
    ///
    /// @throws IOException if it does not answer, or what cannot be understood; says so
    List<String> urls(Hook hook, HookEvent event) throws IOException, InterruptedException {
        if (!breaker.lets()) {
            throw new IOException("it has not answered lately");
        }
        HookAnswer answer = call(hook, event);
        try {
            return SrsForm.urls(answer);
        } catch (JsonException e) {
            throw failed(new IOException("its answer is not understood: " + e.getMessage(), e));
        }
    }

    /// Does not wait.
    void tell(Hook hook, HookEvent event) {
        Letter oldest = null;
        synchronized (this) {
            if (waiting.size() >= WAITING_MAX) {
                oldest = waiting.poll();
            }
            waiting.add(new Letter(hook, event, clock.instant().plus(hook.retryFor())));
            if (teller == null) {
                teller = Thread.ofVirtual().name("tell " + place).start(this::tellAll);
            }
        }
        if (oldest != null) {
            bury(oldest, "too much is waiting to be told");
        }
    }

    synchronized boolean isIdle() {
        return teller == null;
    }

    /// Gives up what has not been told.
    synchronized void close() {
        if (teller != null) {
            teller.interrupt();
        }
    }

    HookStatus status() {
        int count;
        synchronized (this) {
            count = waiting.size();
        }
        return new HookStatus(
                place,
                breaker.isOpen(),
                calls.sum(),
                refusals.sum(),
                failures.sum(),
                count,
                undelivered.sum(),
                Optional.ofNullable(lastFailure));
    }

    private void tellAll() {
        int inARow = 0;
        try {
            for (Letter letter = next(); letter != null; letter = next()) {
                if (deliver(letter)) {
                    inARow = 0;
                } else {
                    inARow++;
                    Thread.sleep(BACKOFF.delay(inARow, 0));
                }
            }
        } catch (InterruptedException e) {
            LOG.info("{} is not told any more: the server is stopping", place);
        }
    }

    /// What is to be told next; it stays where it is until it is.
    private synchronized @Nullable Letter next() {
        Letter letter = waiting.peek();
        if (letter == null) {
            teller = null;
        }
        return letter;
    }

    /// @return whether it is done with, one way or the other
    private boolean deliver(Letter letter) throws InterruptedException {
        try {
            if (!breaker.lets()) {
                throw new IOException("it has not answered lately");
            }
            HookAnswer answer = call(letter.hook, letter.event);
            remove(letter);
            if (!answer.isSuccess()) {
                bury(letter, "it answered %d".formatted(answer.status()));
            }
        } catch (IOException e) {
            if (clock.instant().isBefore(letter.until)) {
                return false;
            }
            remove(letter);
            bury(letter, String.valueOf(e.getMessage()));
        }
        return true;
    }

    /// It may have made room for newer ones meanwhile.
    private synchronized void remove(Letter letter) {
        waiting.remove(letter);
    }

    private HookAnswer call(Hook hook, HookEvent event) throws IOException, InterruptedException {
        calls.increment();
        try {
            HookAnswer answer = caller.call(hook, event);
            if (answer.isFault()) {
                throw new IOException("it answered %d".formatted(answer.status()));
            }
            breaker.succeeded();
            return answer;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private IOException failed(IOException why) {
        failures.increment();
        breaker.failed();
        lastFailure = why.getMessage();
        LOG.warn("the hook {} fails: {}", place, why.getMessage());
        return why;
    }

    private void bury(Letter letter, String why) {
        undelivered.increment();
        HookEvent event = letter.event;
        String channel =
                event.channel().stream().isEmpty()
                        ? event.channel().app()
                        : event.channel().toString();
        LOG.error("the hook {} was not told {} of {}: {}", place, event.action(), channel, why);
        dead.accept(
                new DeadLetter(
                        clock.instant(),
                        place,
                        event.action().toString(),
                        event.client(),
                        channel,
                        why));
    }
}
