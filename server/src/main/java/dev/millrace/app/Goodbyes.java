package dev.millrace.app;

import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import java.time.Duration;

/// Waits until everybody has been told that the server is stopping, and has gone.
final class Goodbyes {
    /// Everyone is told and gone within 5 s of a SIGTERM; this much of it is for saying goodbye.
    private static final Duration AT_MOST = Duration.ofSeconds(3);

    private static final Duration STEP = Duration.ofMillis(20);

    private Goodbyes() {}

    static void await(Sessions sessions) {
        long untilNs = System.nanoTime() + AT_MOST.toNanos();
        while (isAnyoneEngaged(sessions) && System.nanoTime() < untilNs) {
            try {
                Thread.sleep(STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean isAnyoneEngaged(Sessions sessions) {
        return sessions.list().stream().anyMatch(session -> session.role() != Session.Role.IDLE);
    }
}
