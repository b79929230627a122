package dev.millrace.bench.publish;

import dev.millrace.media.TrackKind;
import java.util.List;

/// A stretch of stream that is published again and again, each round with later times. It is shared
/// by all publishers, so that a thousand of them cost the memory of one.
///
/// @param tags in the order of sending, the first at time 0
/// @param durationMs when the next round begins, at least 1
public record Clip(List<Tag> tags, int durationMs) {
    /// Where the clock marker stands in a body that has one: behind the header of H.264.
    static final int MARKER_AT = 5;

    public Clip {
        tags = List.copyOf(tags);
        if (tags.isEmpty() || durationMs < 1) {
            throw new IllegalArgumentException(
                    "%d tags in %d ms".formatted(tags.size(), durationMs));
        }
    }

    /// One message.
    ///
    /// @param timestampMs within the round
    /// @param body what is behind an FLV tag header; not copied, not to be changed
    /// @param use what it is good for
    @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
    record Tag(TrackKind kind, int timestampMs, byte[] body, Use use) {}

    /// What a tag is good for.
    enum Use {
        /// Metadata or a configuration: once is enough.
        SETUP,
        /// A frame.
        FRAME,
        /// A frame with room for a clock marker at [#MARKER_AT].
        MARKED_FRAME
    }
}
