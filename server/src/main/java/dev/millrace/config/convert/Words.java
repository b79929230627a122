package dev.millrace.config.convert;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What other servers call places and times, in our words.
final class Words {
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");
    private static final Pattern TIME = Pattern.compile("(\\d{1,7})(?:\\.(\\d))?(ms|s|m|h|d|w)?");

    private static final Set<String> AAC = Set.of("libaacplus", "libfdk_aac", "libfaac");

    private Words() {}

    /// `1935`, `10.0.0.1:1935` or `[::1]:1935` as a place to listen.
    static Optional<String> place(String text) {
        if (PORT.matcher(text).matches()) {
            return Optional.of(":" + text);
        }
        boolean known = text.matches("\\[[0-9A-Fa-f:.]+]:\\d{1,5}|[A-Za-z0-9_.*-]*:\\d{1,5}");
        return known ? Optional.of(text) : Optional.empty();
    }

    /// `30`, `1.5s`, `15m` or `1d` as a duration; a bare number is seconds.
    static Optional<String> time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(time.group(1));
        String unit = time.group(3) == null ? "s" : time.group(3);
        if (time.group(2) != null) {
            long tenths = count * 10 + Long.parseLong(time.group(2));
            return unit.equals("s") ? Optional.of(tenths * 100 + "ms") : Optional.empty();
        }
        return Optional.of(
                switch (unit) {
                    case "d" -> count * 24 + "h";
                    case "w" -> count * 24 * 7 + "h";
                    default -> count + unit;
                });
    }

    /// Whole seconds of what [#time] has made.
    static long seconds(String duration) {
        long count = Long.parseLong(duration.replaceAll("\\D", ""));
        return switch (duration.replaceAll("\\d", "")) {
            case "ms" -> Math.ceilDiv(count, 1000);
            case "m" -> count * 60;
            case "h" -> count * 3600;
            default -> count;
        };
    }

    /// An encoder; those of AAC that FFmpeg seldom has are its own.
    static String encoder(String name) {
        return AAC.contains(name) ? "aac" : name;
    }

    /// A time in a file's name as strftime(3) has it, in the words of `dvr.path`.
    static String fileTime(String text) {
        return text.replace("%Y", "[2006]")
                .replace("%m", "[01]")
                .replace("%d", "[02]")
                .replace("%H", "[15]")
                .replace("%M", "[04]")
                .replace("%S", "[05]")
                .replace("%s", "[timestamp]")
                .replace("%f", "[999]");
    }
}
