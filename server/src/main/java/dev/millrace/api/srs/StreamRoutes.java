package dev.millrace.api.srs;

import dev.millrace.channel.Channel;
import dev.millrace.gateway.hls.HlsSettings;
import dev.millrace.hook.SrsIds;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Virtual hosts and streams: `vhosts`, `streams`, and one of each by its id.
final class StreamRoutes {
    private final SrsView view;

    StreamRoutes(SrsView view) {
        this.view = view;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/vhosts", it -> it.send("vhosts", Paging.of(it).of(vhosts()))),
                Route.get("/api/v1/vhosts/{}", it -> it.send("vhost", vhost(it.id()))),
                Route.get("/api/v1/streams", this::sendStreams),
                Route.get("/api/v1/streams/{}", it -> it.send("stream", stream(it.id()))));
    }

    /// The name that a stream of a virtual host has of which no rule says anything in particular.
    static ChannelName anyOf(String vhost) {
        return new ChannelName(vhost, "*", "*");
    }

    private List<VhostJson> vhosts() {
        Set<String> names = new LinkedHashSet<>();
        names.add(ChannelName.DEFAULT_VHOST);
        names.addAll(view.vhosts().namesByAlias().values().stream().sorted().toList());
        Census census = Census.of(view.server().sessions());
        return names.stream().map(name -> vhost(name, census)).toList();
    }

    private VhostJson vhost(String id) throws RefusedException {
        return vhosts().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new RefusedException(
                                RefusedException.NO_PATH,
                                Problem.notFound(
                                        "no virtual host has this id; /api/v1/vhosts lists all")));
    }

    private VhostJson vhost(String name, Census census) {
        long streams =
                view.server().channels().list().stream()
                        .filter(it -> it.name().vhost().equals(name))
                        .count();
        HlsSettings hls = view.hls().apply(anyOf(name));
        var flow = view.server().traffic().ofVhost(name);
        return new VhostJson(
                SrsIds.ofVhost(name),
                name,
                view.vhosts().refusal(name).isEmpty(),
                census.ofVhost(name),
                streams,
                flow.map(it -> it.bytesOut()).orElse(0L),
                flow.map(it -> it.bytesIn()).orElse(0L),
                flow.map(KbpsJson::of).orElse(KbpsJson.NONE),
                VhostJson.HlsJson.of(hls));
    }

    private void sendStreams(SrsExchange exchange) throws RefusedException {
        List<Channel> all = new ArrayList<>(view.server().channels().list());
        all.sort(Comparator.comparing(Channel::name));
        Census census = Census.of(view.server().sessions());
        exchange.send(
                "streams",
                Paging.of(exchange).of(all).stream()
                        .map(it -> StreamJson.of(it, view.server(), census))
                        .toList());
    }

    private StreamJson stream(String id) throws RefusedException {
        Channel found =
                view.server().channels().list().stream()
                        .filter(it -> SrsIds.ofStream(it.name()).equals(id))
                        .findFirst()
                        .orElseThrow(() ->
                                new RefusedException(
                                        RefusedException.NO_STREAM,
                                        Problem.notFound(
                                                "no stream has this id; /api/v1/streams?count=1000"
                                                        + " lists a thousand")));
        return StreamJson.of(found, view.server(), Census.of(view.server().sessions()));
    }
}
