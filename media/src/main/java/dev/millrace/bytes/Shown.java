package dev.millrace.bytes;

import java.util.regex.Pattern;

/// Text from outside as it may stand in a message or a log line, however long or hostile it was.
public final class Shown {
    private static final int CHARACTERS_MAX = 60;

    /// Control and format characters, and what else begins a line somewhere.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Shown() {}

    /// In quotes, cut where it becomes boring.
    public static String of(String text) {
        return "\"" + of(text, CHARACTERS_MAX) + "\"";
    }

    /// Without quotes.
    ///
    /// @param charactersMax where it is cut
    public static String of(String text, int charactersMax) {
        boolean isLong = text.length() > charactersMax;
        String cut = isLong ? text.substring(0, charactersMax) + "…" : text;
        return UNPRINTABLE.matcher(cut).replaceAll("?");
    }
}
