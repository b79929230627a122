package dev.millrace.edge.intake;

import java.net.URI;
import java.nio.file.Path;

/// Where the bytes of a segment are.
sealed interface Place {
    /// A file, by a path that is still to be resolved.
    record InFile(Path path) implements Place {}

    /// On a host that may be asked.
    record OnHost(URI uri) implements Place {}
}
