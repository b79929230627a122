package dev.millrace.media;

import java.util.regex.Pattern;

/// Names with `*` for any part of them.
public final class Glob {
    private Glob() {}

    /// The regular expression of one, for the whole of a name.
    public static String regex(String glob) {
        return Pattern.quote(glob).replace("*", "\\E.*\\Q");
    }
}
