package dev.millrace.rtsp.sdp;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// Numbers in text from outside.
final class Numbers {
    /// More digits than any limit has.
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,15}");

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{0,9})?");

    private Numbers() {}

    static long parse(String what, String text) throws Malformed {
        String digits = text.strip();
        if (!WHOLE.matcher(digits).matches()) {
            throw new Malformed("%s is %s, not a number".formatted(what, Shown.of(text)));
        }
        return Long.parseLong(digits);
    }

    /// A number above 0; nothing if it is none.
    static OptionalDouble positive(String text) {
        String number = text.strip();
        if (!DECIMAL.matcher(number).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(number);
        return value > 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
