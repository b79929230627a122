package dev.millrace.gateway.vod;

import dev.millrace.entry.Verdict;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.http.LetIn;
import dev.millrace.media.ChannelName;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/// Who may watch recordings, which are asked for in many pieces. Any thread.
final class VodViewers {
    private final Hub hub;
    private final LetIn viewers;

    VodViewers(Hub hub) {
        this.hub = hub;
        this.viewers = LetIn.whileItAsks(hub, "vod");
    }

    /// What somebody is told who may not watch; empty if it may. Waits for those who are asked.
    ///
    /// @param path of the recording, without its ending
    Optional<Verdict> refusal(String path, Request request) throws InterruptedException {
        return viewers.refusal(channel(path), request);
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
