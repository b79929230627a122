package dev.millrace.edge.store;

/// Where in its encoder's playlist a segment stood.
///
/// @param position its number there: the media sequence of the first one, and on from that
/// @param uri as the playlist had it, at most [#URI_CHARACTERS_MAX] characters
public record Origin(long position, String uri) {
    /// As long as a line of a playlist may be.
    public static final int URI_CHARACTERS_MAX = 16 << 10;

    public Origin {
        if (position < 0) {
            throw new IllegalArgumentException("position is negative: " + position);
        }
        if (uri.length() > URI_CHARACTERS_MAX) {
            throw new IllegalArgumentException("URI of %d characters".formatted(uri.length()));
        }
    }
}
