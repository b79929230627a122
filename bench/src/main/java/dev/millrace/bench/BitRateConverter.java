package dev.millrace.bench;

import dev.millrace.testcard.TestCardSettings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads bit rates as FFmpeg does: `500k` is 500000 bits per second.
final class BitRateConverter implements ITypeConverter<Integer> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([kM]?)");

    @Override
    public Integer convert(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException(
                    "'%s' is no bit rate; 500k and 2M are".formatted(text));
        }
        long unit =
                switch (form.group(2)) {
                    case "k" -> 1_000;
                    case "M" -> 1_000_000;
                    default -> 1;
                };
        long bits = Long.parseLong(form.group(1)) * unit;
        if (bits > TestCardSettings.VIDEO_BITS_PER_SECOND_MAX) {
            throw new TypeConversionException(
                    "%s is more than %dM"
                            .formatted(
                                    text, TestCardSettings.VIDEO_BITS_PER_SECOND_MAX / 1_000_000));
        }
        return (int) bits;
    }
}
