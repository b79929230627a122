package dev.millrace.hls;

/// Text from outside as it may stand in an error message, however long or hostile it was.
final class Shown {
    private static final int CHARACTERS_MAX = 60;

    private Shown() {}

    static String of(String text) {
        String cut =
                text.length() > CHARACTERS_MAX ? text.substring(0, CHARACTERS_MAX) + "…" : text;
        return "\"" + cut.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
