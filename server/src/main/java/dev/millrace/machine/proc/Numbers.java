package dev.millrace.machine.proc;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers in a text of the kernel's.
final class Numbers {
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,40}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");

    private Numbers() {}

    /// The first number behind a name at the begin of a line; 0 if there is none.
    static long named(String name, String text) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + ":\\s+(\\d+)").matcher(text);
        return line.find() ? whole(line.group(1)) : 0;
    }

    /// A whole number; 0 if it is none. What does not fit is as large as can be.
    static long whole(String word) {
        return WHOLE.matcher(word).matches() ? new BigInteger(word).min(MAX).longValue() : 0;
    }

    /// A number with a fraction; 0 if it is none.
    static double decimal(String word) {
        return DECIMAL.matcher(word).matches() ? Double.parseDouble(word) : 0;
    }

    /// The words of a line.
    static List<String> words(String line) {
        return Arrays.asList(line.strip().split("\\s+"));
    }

    /// The word at this place, counted from 0, as a whole number; 0 if the line is shorter.
    static long at(int place, List<String> words) {
        return place < words.size() ? whole(words.get(place)) : 0;
    }
}
