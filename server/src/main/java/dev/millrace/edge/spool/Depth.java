package dev.millrace.edge.spool;

import java.time.Instant;
import java.util.Optional;

/// How much of a source waits to be stored at the control node.
///
/// @param oldest when the first of it began
/// @param first its number
public record Depth(int segments, long bytes, Optional<Instant> oldest, Optional<Long> first) {
    public static final Depth NOTHING = new Depth(0, 0, Optional.empty(), Optional.empty());
}
