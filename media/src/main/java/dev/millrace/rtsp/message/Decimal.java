package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.util.regex.Pattern;

/// Numbers in headers.
final class Decimal {
    /// More digits than any limit has.
    private static final Pattern FORM = Pattern.compile("[0-9]{1,15}");

    private Decimal() {}

    static long parse(String what, String text) throws Malformed {
        String digits = text.strip();
        if (!FORM.matcher(digits).matches()) {
            throw new Malformed("%s is %s, not a number".formatted(what, Shown.of(text)));
        }
        return Long.parseLong(digits);
    }
}
