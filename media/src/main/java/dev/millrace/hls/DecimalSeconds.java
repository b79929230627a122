package dev.millrace.hls;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.media.MediaTime;
import java.util.Locale;

/// Seconds as playlists write them, and microseconds as we count them. RFC 8216, section 4.2,
/// decimal-floating-point and signed-decimal-floating-point.
final class DecimalSeconds {
    private static final int DECIMALS = 6;

    private DecimalSeconds() {}

    /// Three decimals when they say it exactly, else six, so that durations add up.
    static String format(long us) {
        long absolute = Math.abs(us);
        long seconds = absolute / MediaTime.US_PER_SECOND;
        long fraction = absolute % MediaTime.US_PER_SECOND;
        String sign = us < 0 ? "-" : "";
        return fraction % MediaTime.US_PER_MS == 0
                ? String.format(
                        Locale.ROOT, "%s%d.%03d", sign, seconds, fraction / MediaTime.US_PER_MS)
                : String.format(Locale.ROOT, "%s%d.%06d", sign, seconds, fraction);
    }

    static long parse(String text) throws Malformed, OverLimit {
        int dot = text.indexOf('.');
        String whole = dot < 0 ? text : text.substring(0, dot);
        String fraction = dot < 0 ? "" : text.substring(dot + 1);
        long seconds = DecimalInteger.parse("seconds", whole, HlsLimits.DURATION_SECONDS_MAX);
        return seconds * MediaTime.US_PER_SECOND + fractionUs(fraction);
    }

    static long parseSigned(String text) throws Malformed, OverLimit {
        return text.startsWith("-") ? -parse(text.substring(1)) : parse(text);
    }

    /// What is behind the point, rounded to the nearest microsecond.
    private static long fractionUs(String digits) throws Malformed {
        long us = 0;
        for (int i = 0; i < Math.max(digits.length(), DECIMALS); i++) {
            int digit = i < digits.length() ? DecimalInteger.digit(digits, i) : 0;
            if (i < DECIMALS) {
                us = us * 10 + digit;
            } else if (i == DECIMALS && digit >= 5) {
                us++;
            }
        }
        return us;
    }
}
