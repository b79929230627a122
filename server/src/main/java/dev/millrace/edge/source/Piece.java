package dev.millrace.edge.source;

import dev.millrace.edge.store.Origin;
import java.time.Instant;
import java.util.Optional;

/// A segment as it comes in, before it has a number: its bytes, an MPEG transport stream, and what
/// is known of it.
public final class Piece {
    private final byte[] body;
    private final Place place;

    /// What is known.
    ///
    /// @param start when its first picture was taken, by [EdgeClock#own]
    /// @param discontinuity whether it does not continue the one before
    /// @param origin where it stood in its encoder's playlist, if it came by one
    public record Place(
            Instant start, long durationUs, boolean discontinuity, Optional<Origin> origin) {}

    /// @param body not to be changed
    public Piece(byte[] body, Place place) {
        this.body = body;
        this.place = place;
    }

    byte[] body() {
        return body;
    }

    Place place() {
        return place;
    }
}
