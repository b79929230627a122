package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Reads the challenges of one header: words, some with values, quoted or not. RFC 9110, 5.6 and
/// 11.6.1.
final class ChallengeParser {
    private static final String SEPARATORS = " \t,";
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;

    ChallengeParser(String text) {
        this.text = text;
    }

    /// As many as make sense.
    List<Challenge> parse() throws ProtocolException {
        var challenges = new ArrayList<Challenge>();
        var parameters = newParameters();
        while (at < text.length()) {
            String word = word();
            if (word.isEmpty()) {
                at++; // a comma, or what has no place here
            } else if (hasValue()) {
                parameters.putIfAbsent(word, value());
                MessageLimit.CHALLENGE_PARAMETERS.check(parameters.size());
            } else {
                parameters = newParameters();
                challenges.add(new Challenge(word.toLowerCase(Locale.ROOT), parameters));
                MessageLimit.CHALLENGES.check(challenges.size());
            }
        }
        return challenges;
    }

    private String word() {
        int begin = at;
        while (at < text.length() && isOfWord(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    private static boolean isOfWord(char c) {
        return (c < 0x80 && Character.isLetterOrDigit(c)) || MARKS.indexOf(c) >= 0;
    }

    /// Whether `=` follows the word; the place is behind it then.
    private boolean hasValue() {
        int next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        boolean has = next < text.length() && text.charAt(next) == '=';
        at = has ? next + 1 : at;
        return has;
    }

    private String value() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            at++;
            return quoted();
        }
        int begin = at;
        while (at < text.length() && SEPARATORS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(begin, at);
    }

    private String quoted() {
        var value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                break;
            }
            value.append(c == '\\' && at < text.length() ? text.charAt(at++) : c);
        }
        return value.toString();
    }

    private static Map<String, String> newParameters() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }
}
