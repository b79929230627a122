package dev.millrace.hls;

import java.util.Optional;

/// Where bytes are fetched from: all of a URI, or a range of it. Segments and initialization
/// sections (EXT-X-MAP) are resources.
///
/// @param uri absolute, or relative to the playlist; not empty, without controls, `"` or outer
///   spaces, not beginning with `#`, all of which would end or hide it in a playlist
public record Resource(String uri, Optional<ByteRange> range) {
    public Resource {
        if (!isUri(uri)) {
            throw new IllegalArgumentException("cannot stand in a playlist: \"" + uri + "\"");
        }
    }

    public static Resource of(String uri) {
        return new Resource(uri, Optional.empty());
    }

    public static Resource of(String uri, ByteRange range) {
        return new Resource(uri, Optional.of(range));
    }

    /// Whether `text` can stand as a URI in a playlist, wherever it then leads.
    static boolean isUri(String text) {
        return !text.isEmpty()
                && text.charAt(0) != '#'
                && text.equals(text.strip())
                && text.chars().noneMatch(c -> c == '"' || Character.isISOControl(c));
    }
}
