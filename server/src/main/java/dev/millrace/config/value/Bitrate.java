package dev.millrace.config.value;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much is sent: `500k` or `8M`, as FFmpeg has it.
public record Bitrate(long bitsPerSecond) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,5})([kM])");

    /// Empty for what is no rate.
    public static Optional<Bitrate> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit = matcher.group(2).equals("k") ? 1000 : 1_000_000;
        return Optional.of(new Bitrate(Long.parseLong(matcher.group(1)) * unit));
    }
}
