package dev.millrace.hook;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// All the services that are asked and told. Any thread.
public final class Hooks implements AutoCloseable {
    /// Older ones are forgotten.
    private static final int DEAD_LETTERS_MAX = 100;

    /// For what is to be told when the server stops.
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private static final Duration GOODBYE_STEP = Duration.ofMillis(10);

    private final HookCaller caller;
    private final Clock clock;
    private final ConcurrentMap<String, HookLine> lines = new ConcurrentSkipListMap<>();
    private final Deque<DeadLetter> dead = new ArrayDeque<>();

    /// @param server which server this is, as services are told
    /// @param agent the name and version of the program
    public Hooks(String server, String agent) {
        this.clock = Clock.systemUTC();
        this.caller = new HookCaller(server, agent, clock);
    }

    /// Asks all of them, one after the other, until one says no. Waits for their answers.
    ///
    /// @return their yes; the last new name, if one of them gave one; or the first no
    public Decision ask(List<Hook> hooks, HookEvent event) throws InterruptedException {
        Decision said = Decision.ALLOWED;
        for (Hook hook : hooks) {
            Decision decision = line(hook).ask(hook, event);
            if (decision instanceof Decision.NoAnswer && hook.allowsWhenDown()) {
                continue;
            }
            if (decision instanceof Decision.Renamed) {
                said = decision;
            } else if (!decision.equals(Decision.ALLOWED)) {
                return decision;
            }
        }
        return said;
    }

    /// Asks all of them for URLs, in the words of SRS whatever their form. Waits for their answers.
    ///
    /// @throws IOException if one of them does not answer, or what cannot be understood
    public List<String> urls(List<Hook> hooks, HookEvent event)
            throws IOException, InterruptedException {
        var urls = new ArrayList<String>();
        for (Hook hook : hooks) {
            urls.addAll(line(hook).urls(hook, event));
        }
        return urls;
    }

    /// Tells all of them, sooner or later. Does not wait.
    public void tell(List<Hook> hooks, HookEvent event) {
        hooks.forEach(hook -> line(hook).tell(hook, event));
    }

    /// Which server this is, as services are told.
    public String server() {
        return caller.server();
    }

    /// How each of those does that were called since the start, by their addresses.
    public List<HookStatus> list() {
        return lines.values().stream().map(HookLine::status).toList();
    }

    /// What could not be told, newest first.
    public List<DeadLetter> deadLetters() {
        synchronized (dead) {
            return List.copyOf(dead);
        }
    }

    /// Tells what can be told at once.
    @Override
    public void close() {
        long untilNs = System.nanoTime() + GOODBYE.toNanos();
        try {
            while (System.nanoTime() < untilNs
                    && !lines.values().stream().allMatch(HookLine::isIdle)) {
                Thread.sleep(GOODBYE_STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lines.values().forEach(HookLine::close);
    }

    private HookLine line(Hook hook) {
        return lines.computeIfAbsent(
                hook.url().toString(), _ -> new HookLine(hook.place(), caller, clock, this::bury));
    }

    private void bury(DeadLetter letter) {
        synchronized (dead) {
            dead.addFirst(letter);
            if (dead.size() > DEAD_LETTERS_MAX) {
                dead.removeLast();
            }
        }
    }
}
