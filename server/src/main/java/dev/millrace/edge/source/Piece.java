package dev.millrace.edge.source;

import dev.millrace.edge.store.Origin;
import java.time.Instant;
import java.util.Optional;

/// A segment as it comes in, before it has a number.
///
/// @param body an MPEG transport stream; not to be changed
/// @param start when its first picture was taken, by the control node's clock
/// @param discontinuity whether it does not continue the one before
/// @param origin where it stood in its encoder's playlist, if it came by one
public record Piece(
        byte[] body,
        Instant start,
        long durationUs,
        boolean discontinuity,
        Optional<Origin> origin) {
    /// The same without bytes: it should have come, but cannot be read.
    public static Piece unread(
            Instant start, long durationUs, boolean discontinuity, Optional<Origin> origin) {
        return new Piece(new byte[0], start, durationUs, discontinuity, origin);
    }
}
