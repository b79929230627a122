package dev.millrace.hls;

/// One line of a playlist: a tag, or a URI.
///
/// @param name of the tag, without `#`; empty for a URI
/// @param value behind the tag's colon, or the URI
record Line(String name, String value) {
    static Line parse(String text) {
        if (!text.startsWith("#")) {
            return new Line("", text.strip());
        }
        int colon = text.indexOf(':');
        return colon < 0
                ? new Line(text.substring(1), "")
                : new Line(text.substring(1, colon), text.substring(colon + 1));
    }
}
