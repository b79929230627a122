package dev.millrace.config.transcode;

import dev.millrace.config.value.Bitrate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A step of a ladder: `720p`, or `720p:3M` with a bitrate of its own.
///
/// @param lines of the picture, an even number
public record Rendition(int lines, Bitrate bitrate) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{1,3})p(?::(\\w+))?");

    /// 720 lines take this much; others as the square root of the cube of their lines, since larger
    /// pictures need less for each pixel.
    private static final double USUAL_BITS = 2_500_000;

    private static final double USUAL_LINES = 720;
    private static final double POWER = 1.5;

    private static final int ROUNDED_TO = 10_000;

    /// Empty for what is none.
    public static Optional<Rendition> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int lines = Integer.parseInt(matcher.group(1));
        String bitrate = matcher.group(2);
        Optional<Bitrate> wanted =
                bitrate == null ? Optional.of(usual(lines)) : Bitrate.parse(bitrate);
        return lines % 2 == 0 ? wanted.map(it -> new Rendition(lines, it)) : Optional.empty();
    }

    /// Empty if one of them is none, or comes twice.
    static Optional<List<Rendition>> parseAll(List<String> words) {
        List<Rendition> all =
                words.stream().map(Rendition::parse).flatMap(Optional::stream).toList();
        long different = all.stream().map(Rendition::lines).distinct().count();
        return all.size() == words.size() && different == all.size()
                ? Optional.of(all)
                : Optional.empty();
    }

    private static Bitrate usual(int lines) {
        double bits = USUAL_BITS * Math.pow(lines / USUAL_LINES, POWER);
        return new Bitrate(Math.max(1, Math.round(bits / ROUNDED_TO)) * ROUNDED_TO);
    }
}
