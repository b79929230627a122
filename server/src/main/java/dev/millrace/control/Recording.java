package dev.millrace.control;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A stretch of a source's time that is kept. Its segments are those of the source that overlap it;
/// a segment is stored once, however many recordings want it.
///
/// @param id a ULID: 26 characters that sort by when it was made
/// @param alias what people call it; several may have the same
/// @param start may lie before the moment it was asked for
/// @param end exclusive; empty while it runs
/// @param settled it has ended, and the edge node has sent all it had of it
public record Recording(
        String id,
        UUID source,
        Optional<String> alias,
        Optional<String> description,
        Instant start,
        Optional<Instant> end,
        boolean settled,
        Instant createdAt,
        Instant updatedAt) {
    /// Whether it runs.
    public boolean isActive() {
        return end.isEmpty();
    }
}
