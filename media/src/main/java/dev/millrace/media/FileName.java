package dev.millrace.media;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A template for the names of files that are made of channels: `[app]/[stream].[timestamp]`. What
/// is in brackets is replaced; slashes are folders. Names never leave the folder they are for.
///
/// | | |
/// |---|---|
/// | `[vhost]`, `[app]`, `[stream]` | of the channel; an app may have slashes |
/// | `[2006]`, `[01]`, `[02]` | year, month, day |
/// | `[15]`, `[04]`, `[05]`, `[999]` | hours, minutes, seconds, milliseconds |
/// | `[timestamp]` | milliseconds since 1970 |
///
/// @param template without the ending that says what kind of file it is
public record FileName(String template) {
    private static final Pattern VARIABLE = Pattern.compile("\\[([^\\[\\]]*)]");

    /// What they are in a [DateTimeFormatter].
    private static final Map<String, String> TIMES =
            Map.of(
                    "2006", "yyyy", "01", "MM", "02", "dd", "15", "HH", "04", "mm", "05", "ss",
                    "999", "SSS");

    private static final String TIMESTAMP = "timestamp";
    private static final Pattern CHANNELS = Pattern.compile("vhost|app|stream");
    private static final Pattern LITERAL = Pattern.compile("[\\p{L}\\p{Nd}_.~@:+=,!/-]+");
    private static final int LENGTH_MAX = 500;

    /// Checks a template.
    ///
    /// @throws Malformed saying what is wrong with it
    public static FileName of(String template) throws Malformed {
        if (template.length() > LENGTH_MAX) {
            throw new Malformed(
                    "%d characters, at most %d are allowed"
                            .formatted(template.length(), LENGTH_MAX));
        }
        for (MatchResult found : VARIABLE.matcher(template).results().toList()) {
            String name = found.group(1);
            if (!TIMES.containsKey(name)
                    && !name.equals(TIMESTAMP)
                    && !CHANNELS.matcher(name).matches()) {
                throw new Malformed("there is no variable " + Shown.of("[" + name + "]"));
            }
        }
        String plain = VARIABLE.matcher(template).replaceAll("x");
        if (!LITERAL.matcher(plain).matches()) {
            throw new Malformed("only letters, digits and -_.~@:+=,!/ are allowed in a name");
        }
        for (String segment : plain.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new Malformed("the segment %s names no file".formatted(Shown.of(segment)));
            }
        }
        return new FileName(template);
    }

    /// The name of the file of a channel that begins at this time.
    public String of(ChannelName channel, ZonedDateTime time) {
        return replaced(name -> Matcher.quoteReplacement(value(name, channel, time)));
    }

    private static String value(String name, ChannelName channel, ZonedDateTime time) {
        return switch (name) {
            case TIMESTAMP -> String.valueOf(time.toInstant().toEpochMilli());
            case "vhost", "app", "stream" -> part(name, channel);
            default ->
                    DateTimeFormatter.ofPattern(TIMES.getOrDefault(name, ""), Locale.ROOT)
                            .format(time);
        };
    }

    private static String part(String name, ChannelName channel) {
        return switch (name) {
            case "vhost" -> channel.vhost();
            case "app" -> channel.app();
            default -> channel.stream();
        };
    }

    /// Matches all names that files of a channel may have.
    public Pattern pattern(ChannelName channel) {
        var pattern = new StringBuilder();
        int end = 0;
        Matcher variable = VARIABLE.matcher(template);
        while (variable.find()) {
            pattern.append(Pattern.quote(template.substring(end, variable.start())));
            String name = variable.group(1);
            pattern.append(
                    CHANNELS.matcher(name).matches() ? Pattern.quote(part(name, channel)) : "\\d+");
            end = variable.end();
        }
        return Pattern.compile(pattern + Pattern.quote(template.substring(end)));
    }

    private String replaced(UnaryOperator<String> value) {
        return VARIABLE.matcher(template).replaceAll(found -> value.apply(found.group(1)));
    }

    @Override
    public String toString() {
        return template;
    }
}
