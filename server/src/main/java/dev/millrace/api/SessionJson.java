package dev.millrace.api;

import dev.millrace.observe.Session;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A session as the API tells it.
record SessionJson(
        String id,
        String protocol,
        String role,
        Optional<String> channel,
        String remote,
        String agent,
        List<String> via,
        Instant since,
        long bytesIn,
        long bytesOut,
        long skippedGroups,
        String note) {
    static SessionJson of(Session session) {
        return new SessionJson(
                session.id(),
                session.protocol(),
                session.role().name().toLowerCase(Locale.ROOT),
                session.channel(),
                session.remote(),
                session.agent(),
                session.via(),
                session.since().truncatedTo(ChronoUnit.MILLIS),
                session.bytesIn().sum(),
                session.bytesOut().sum(),
                session.skippedGroups(),
                session.note());
    }
}
