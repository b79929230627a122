package dev.millrace.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Visit;
import dev.millrace.gateway.Hub;
import dev.millrace.media.ChannelName;
import dev.millrace.observe.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/// Who may have what is asked for again and again: a program at an address that was let in need not
/// be asked about again for a while. Any thread.
public final class LetIn {
    private static final int LET_IN_MAX = 10_000;
    private static final Duration LET_IN_FOR = Duration.ofMinutes(1);

    private final Hub hub;
    private final String protocol;
    private final Cache<Key, Boolean> letIn;

    private record Key(String host, String agent, ChannelName channel) {}

    private LetIn(Hub hub, String protocol, Cache<Key, Boolean> letIn) {
        this.hub = hub;
        this.protocol = protocol;
        this.letIn = letIn;
    }

    /// Who was let in is in until it has asked for nothing for a minute: what has begun may end.
    ///
    /// @param protocol as services know it that are asked
    public static LetIn whileItAsks(Hub hub, String protocol) {
        return new LetIn(hub, protocol, room().expireAfterAccess(LET_IN_FOR).build());
    }

    /// Who was let in is asked about again after a minute.
    ///
    /// @param protocol as services know it that are asked
    public static LetIn forAMinute(Hub hub, String protocol) {
        return new LetIn(hub, protocol, room().expireAfterWrite(LET_IN_FOR).build());
    }

    private static Caffeine<Object, Object> room() {
        return Caffeine.newBuilder().maximumSize(LET_IN_MAX);
    }

    /// What somebody is told who may not watch the channel; empty if it may. Waits for those who
    /// are asked.
    public Optional<Verdict> refusal(ChannelName channel, Request request)
            throws InterruptedException {
        Client client = Client.of(request);
        var key = new Key(client.host(), client.agent(), channel);
        if (hub.entry().isOpen(Visit.Deed.PLAY, channel) || letIn.getIfPresent(key) != null) {
            return Optional.empty();
        }
        var opening = new Session.Opening(protocol, client.address(), Instant.now(), _ -> {});
        Session session = hub.sessions().open(opening);
        try {
            Verdict verdict = hub.entry().askHere(Visitor.visit(request, session, channel));
            if (!(verdict instanceof Verdict.Welcome)) {
                return Optional.of(verdict);
            }
            letIn.put(key, true);
            return Optional.empty();
        } finally {
            hub.sessions().close(session);
        }
    }
}
