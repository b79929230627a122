package dev.millrace.rtmp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// An application or stream name as clients write it, taken apart. Never fails: whether the parts
/// make a name is checked where they become one.
///
/// Virtual hosts hide in names in three forms: `app?vhost=x`, `app...vhost...x` for encoders that
/// refuse question marks, and `app?vhost=x/stream`, where the path goes on behind the parameter.
///
/// @param segments of the path, decoded, none of them empty
/// @param query the parameters, still encoded
record AddressParts(List<String> segments, String query) {
    private static final String DOTS = "...";
    private static final String DOTTED_VHOST = "...vhost...";
    private static final String VHOST = "vhost=";

    static AddressParts parse(String text) {
        return parse(text.contains(DOTTED_VHOST) ? undotted(text) : text, true);
    }

    /// @param mayGoOn whether a path may go on behind a parameter: once is plenty
    private static AddressParts parse(String name, boolean mayGoOn) {
        int mark = name.indexOf('?');
        if (mark < 0) {
            return new AddressParts(segments(name), "");
        }
        String path = name.substring(0, mark);
        List<String> parameters = new ArrayList<>();
        for (String parameter : name.substring(mark + 1).split("&", -1)) {
            int slash = mayGoOn && parameter.startsWith(VHOST) ? parameter.indexOf('/') : -1;
            if (slash >= 0) {
                path += parameter.substring(slash);
            }
            parameters.add(slash >= 0 ? parameter.substring(0, slash) : parameter);
        }
        AddressParts rest = parse(path, false); // what went on may have parameters of its own
        return new AddressParts(rest.segments, joined(String.join("&", parameters), rest.query));
    }

    /// The decoded value of the first parameter called `name`.
    static Optional<String> parameter(String query, String name) {
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                return Optional.of(decoded(parameter.substring(name.length() + 1)));
            }
        }
        return Optional.empty();
    }

    /// Both queries as one.
    static String joined(String first, String second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first + second;
        }
        return first + "&" + second;
    }

    /// `a...b...c...d...e` is `a?b=c&d=e`.
    private static String undotted(String text) {
        String[] parts = text.split(Pattern.quote(DOTS), -1);
        var name = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            name.append(i == 1 ? '?' : i % 2 == 0 ? '=' : '&').append(parts[i]);
        }
        return name.toString();
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isBlank()) {
                segments.add(decoded(segment.strip()));
            }
        }
        return List.copyOf(segments);
    }

    /// Percent-encoded UTF-8; a `%` that encodes nothing, and `+`, stand for themselves.
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int code =
                    bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1], bytes[i + 2]) : -1;
            out.write(code < 0 ? bytes[i] : code);
            i += code < 0 ? 0 : 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// Negative unless both are digits.
    private static int hex(byte high, byte low) {
        return Character.digit(high, 16) << 4 | Character.digit(low, 16);
    }
}
