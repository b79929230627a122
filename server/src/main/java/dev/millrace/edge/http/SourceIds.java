package dev.millrace.edge.http;

import dev.millrace.edge.source.EdgeSource;
import dev.millrace.edge.source.EdgeSources;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// What sources are called in URLs.
final class SourceIds {
    private SourceIds() {}

    /// The control node's id, or one of this node's own until there is one.
    static String of(EdgeSource source) {
        String id = source.wanted().id();
        return id.isEmpty() ? own(source.name()) : id;
    }

    /// The source that is meant by either id or by its name.
    static Optional<EdgeSource> find(String idOrName, EdgeSources sources) {
        return sources.find(idOrName)
                .or(() ->
                        sources.list().stream()
                                .filter(it ->
                                        of(it).equals(idOrName) || own(it.name()).equals(idOrName))
                                .findFirst());
    }

    private static String own(String name) {
        byte[] bytes = ("millrace edge source " + name).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(bytes).toString();
    }
}
