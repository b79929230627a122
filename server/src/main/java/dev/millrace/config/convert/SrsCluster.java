package dev.millrace.config.convert;

import java.util.List;

/// Forwards and edges of a virtual host of `srs.conf`.
final class SrsCluster {
    private static final String HOST = "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_.-]+)(:\\d{1,5})?";

    private final Conversion to;
    private final String prefix;

    /// @param prefix in front of what is set: nothing, or that of a rule
    SrsCluster(Conversion to, String prefix) {
        this.to = to;
        this.prefix = prefix;
    }

    /// Takes what is in the host itself, as SRS 1 and 2 have it, or in blocks of it.
    void take(List<Directive> vhost) {
        boolean isEdge =
                vhost.stream().anyMatch(SrsCluster::isRemote)
                        || vhost.stream()
                                .filter(it -> it.name().equals("cluster"))
                                .anyMatch(it -> it.block().stream().anyMatch(SrsCluster::isRemote));
        for (Directive it : vhost) {
            switch (it.name()) {
                case "forward" -> forward(it);
                case "cluster" -> it.block().forEach(more -> cluster(more, isEdge));
                default -> cluster(it, isEdge);
            }
        }
    }

    private static boolean isRemote(Directive it) {
        return it.name().equals("mode") && it.word().equals("remote");
    }

    private void forward(Directive it) {
        if (it.block().isEmpty()) {
            servers(it, "forward.to");
        } else if (it.isEnabled()) {
            it.find("destination").ifPresent(more -> servers(more, "forward.to"));
            it.find("backend")
                    .ifPresent(more ->
                            to.set(prefix + "hooks.on_forward", String.join(" ", more.words())));
        }
    }

    private void cluster(Directive it, boolean isEdge) {
        switch (it.name()) {
            case "origin" -> {
                if (isEdge) {
                    servers(it, "origin.from");
                }
            }
            case "token_traverse" -> {
                if (isEdge && it.isOn()) {
                    to.set(prefix + "origin.pass_query", "true");
                }
            }
            case "origin_cluster", "coworkers" ->
                    to.none(it.line(), it, "edges try several origins (docs/cluster.md)");
            case "debug_srs_upnode" -> to.none(it.line(), it, "origins are not told");
            default -> {} // another's, or not needed
        }
    }

    private void servers(Directive it, String key) {
        for (String server : it.words()) {
            if (server.matches(HOST)) {
                to.add(prefix + key, "rtmp://" + server);
            } else {
                to.none(it.line(), it, server + " is no server");
            }
        }
    }
}
