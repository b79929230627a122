package dev.millrace.gateway.vod;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Visit;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.http.Client;
import dev.millrace.gateway.http.Visitor;
import dev.millrace.media.ChannelName;
import dev.millrace.observe.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/// Who may watch recordings. They are asked for in many pieces, so that a program at an address
/// that was let in need not be asked about again for a while. Any thread.
final class VodViewers {
    private static final String PROTOCOL = "vod";
    private static final int LET_IN_MAX = 10_000;
    private static final Duration LET_IN_FOR = Duration.ofMinutes(1);

    private final Hub hub;
    private final Cache<Key, Boolean> letIn =
            Caffeine.newBuilder().maximumSize(LET_IN_MAX).expireAfterAccess(LET_IN_FOR).build();

    private record Key(String host, String agent, ChannelName channel) {}

    VodViewers(Hub hub) {
        this.hub = hub;
    }

    /// What somebody is told who may not watch; empty if it may. Waits for those who are asked.
    ///
    /// @param path of the recording, without its ending
    Optional<Verdict> refusal(String path, Request request) throws InterruptedException {
        ChannelName channel = channel(path);
        Client client = Client.of(request);
        var key = new Key(client.host(), client.agent(), channel);
        if (hub.entry().isOpen(Visit.Deed.PLAY, channel) || letIn.getIfPresent(key) != null) {
            return Optional.empty();
        }
        var opening = new Session.Opening(PROTOCOL, client.address(), Instant.now(), _ -> {});
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

    /// The channel that a recording would be by its path: `[vhost]/[app]/[stream]…`, or without the
    /// virtual host.
    private ChannelName channel(String path) {
        List<String> parts = List.of(path.split("/"));
        boolean hasVhost = parts.size() > 2 && isVhost(parts.getFirst());
        int last = parts.size() - 1;
        return new ChannelName(
                hasVhost ? parts.getFirst() : ChannelName.DEFAULT_VHOST,
                String.join("/", parts.subList(hasVhost ? 1 : 0, last)),
                parts.get(last));
    }

    private boolean isVhost(String name) {
        return name.equals(ChannelName.DEFAULT_VHOST) || hub.vhosts().of(name).equals(name);
    }
}
