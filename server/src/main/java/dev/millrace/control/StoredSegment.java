package dev.millrace.control;

import dev.millrace.segment.Segment;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A segment of a recording, as the catalogue knows it.
///
/// @param object its key in the object store; empty if it was lost before it came here
/// @param storedAt when it was confirmed
public record StoredSegment(
        UUID source, Segment segment, Optional<String> object, Instant storedAt) {
    /// Whether it is known to be missing.
    public boolean isLost() {
        return object.isEmpty();
    }
}
