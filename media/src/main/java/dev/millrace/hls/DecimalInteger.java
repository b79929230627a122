package dev.millrace.hls;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.bytes.Shown;

/// RFC 8216, section 4.2, decimal-integer: ASCII digits and nothing else.
final class DecimalInteger {
    private DecimalInteger() {}

    static long parse(String what, String text, long max) throws Malformed, OverLimit {
        if (text.isEmpty()) {
            throw new Malformed(what + " has no digits");
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = digit(text, i);
            if (value > (max - digit) / 10) {
                throw new OverLimit("%s is %s, more than %d".formatted(what, Shown.of(text), max));
            }
            value = value * 10 + digit;
        }
        return value;
    }

    static int digit(String text, int index) throws Malformed {
        int digit = text.charAt(index) - '0';
        if (digit < 0 || digit > 9) {
            throw new Malformed("not a decimal number: " + Shown.of(text));
        }
        return digit;
    }
}
