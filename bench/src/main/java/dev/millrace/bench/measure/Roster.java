package dev.millrace.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;

/// Who was asked to connect, who got in, and why the others did not. Any thread.
///
/// ```
/// asked --established--> present --lost--> dropped
///    \                       \----left--> parted
///     \-----lost--------> failed
/// ```
public final class Roster {
    private static final String UNANSWERED = "no answer before the end of the run";

    private final Map<String, Integer> failures = new LinkedHashMap<>();
    private final Map<String, Integer> drops = new LinkedHashMap<>();
    private int asked;
    private int established;
    private int failed;
    private int dropped;
    private int parted;

    /// One more connection is on its way.
    public synchronized Member ask() {
        asked++;
        return new Member();
    }

    /// Connections that got in and are still there.
    public synchronized int present() {
        return established - dropped - parted;
    }

    /// Connections that may still come to something.
    public synchronized int left() {
        return asked - failed - dropped - parted;
    }

    /// Connections that have no answer yet.
    public synchronized int waiting() {
        return asked - established - failed;
    }

    /// What has become of everyone; who still waits for an answer failed.
    public synchronized Connections connections() {
        var reasons = new LinkedHashMap<>(failures);
        int waiting = waiting();
        if (waiting > 0) {
            reasons.merge(UNANSWERED, waiting, Integer::sum);
        }
        return new Connections(asked, established, failed + waiting, dropped, reasons, drops);
    }

    /// One line about everyone, for those who watch.
    public synchronized String progress() {
        return "%d there, %d failed, %d dropped".formatted(present(), failed, dropped);
    }

    /// One connection. It counts once, whatever happens to it in the end.
    public final class Member {
        private enum State {
            ASKED,
            PRESENT,
            GONE
        }

        private State state = State.ASKED;

        private Member() {}

        /// The server has accepted it.
        public void established() {
            synchronized (Roster.this) {
                if (state == State.ASKED) {
                    state = State.PRESENT;
                    established++;
                }
            }
        }

        /// It ended, and not because we wanted it to.
        ///
        /// @param why in words; connections with the same words are counted together
        public void lost(String why) {
            synchronized (Roster.this) {
                switch (state) {
                    case ASKED -> {
                        failed++;
                        failures.merge(why, 1, Integer::sum);
                    }
                    case PRESENT -> {
                        dropped++;
                        drops.merge(why, 1, Integer::sum);
                    }
                    case GONE -> {}
                }
                state = State.GONE;
            }
        }

        /// It ended, as we wanted it to.
        public void left() {
            synchronized (Roster.this) {
                if (state == State.PRESENT) {
                    parted++;
                }
                state = State.GONE;
            }
        }

        /// Whether it got in and is still there.
        public boolean isPresent() {
            synchronized (Roster.this) {
                return state == State.PRESENT;
            }
        }

        /// Whether it is over.
        public boolean isGone() {
            synchronized (Roster.this) {
                return state == State.GONE;
            }
        }
    }
}
