package dev.millrace.api;

import dev.millrace.observe.Session;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A session as the API shows it.
///
/// @param role `publisher`, `viewer` or `idle`
/// @param channel null while it has none
/// @param agent what the other end calls itself; may be empty
/// @param note the last thing worth telling about it; may be empty
record SessionView(
        String id,
        String protocol,
        String role,
        Optional<String> channel,
        String remote,
        String agent,
        Instant since,
        long bytesIn,
        long bytesOut,
        long skippedGroups,
        String note) {
    static SessionView of(Session session) {
        return new SessionView(
                session.id(),
                session.protocol(),
                session.role().name().toLowerCase(Locale.ROOT),
                session.channel(),
                session.remote(),
                session.agent(),
                session.since(),
                session.bytesIn().sum(),
                session.bytesOut().sum(),
                session.skippedGroups(),
                session.note());
    }
}
