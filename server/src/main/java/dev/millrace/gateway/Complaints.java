package dev.millrace.gateway;

import dev.millrace.observe.Session;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Why a publisher's messages cannot be used, for the log and for its session: each reason once, as
/// an encoder that is wrong is wrong in every frame. One thread.
public final class Complaints implements Consumer<String> {
    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);

    /// An encoder that invents reasons is not worth a log.
    private static final int REASONS_MAX = 8;

    private final Session session;
    private final Set<String> known = new HashSet<>();

    public Complaints(Session session) {
        this.session = session;
    }

    @Override
    public void accept(String reason) {
        if (known.size() < REASONS_MAX && known.add(reason)) {
            LOG.warn("{} {} sends what cannot be used: {}", session.id(), session.remote(), reason);
            session.note("cannot use: " + reason);
        }
    }
}
