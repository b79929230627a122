package dev.millrace.hls;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.bytes.Shown;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The `NAME=value,NAME="value"` behind a tag. RFC 8216, section 4.2.
///
/// Spaces around names and values, which the RFC forbids and others write, are passed over.
final class AttributeList {
    private final Map<String, Value> values = new HashMap<>();

    private AttributeList() {}

    private record Value(String text, boolean quoted) {}

    static AttributeList parse(String text) throws Malformed, OverLimit {
        var list = new AttributeList();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                throw new Malformed("attribute without a value: " + Shown.of(text.substring(at)));
            }
            int end = endOfValue(text, equals + 1);
            list.put(text.substring(at, equals).strip(), text.substring(equals + 1, end).strip());
            at = end + 1;
        }
        return list;
    }

    Optional<String> quoted(String name) throws Malformed {
        Value value = values.get(name);
        if (value != null && !value.quoted) {
            throw new Malformed("%s has no quotes: %s".formatted(name, Shown.of(value.text)));
        }
        return Optional.ofNullable(value).map(Value::text);
    }

    Optional<String> unquoted(String name) throws Malformed {
        Value value = values.get(name);
        if (value != null && value.quoted) {
            throw new Malformed("%s has quotes: %s".formatted(name, Shown.of(value.text)));
        }
        return Optional.ofNullable(value).map(Value::text);
    }

    /// Where the comma behind the value that begins at `start` is, or the end of the text.
    private static int endOfValue(String text, int start) throws Malformed {
        int from = start;
        while (from < text.length() && text.charAt(from) == ' ') {
            from++;
        }
        if (text.startsWith("\"", from)) {
            from = text.indexOf('"', from + 1);
            if (from < 0) {
                throw new Malformed("quote without an end: " + Shown.of(text.substring(start)));
            }
        }
        int comma = text.indexOf(',', from);
        return comma < 0 ? text.length() : comma;
    }

    private void put(String name, String text) throws Malformed, OverLimit {
        boolean quoted = text.startsWith("\"");
        if (quoted && text.indexOf('"', 1) != text.length() - 1) {
            throw new Malformed(
                    "%s goes on behind its quotes: %s".formatted(Shown.of(name), Shown.of(text)));
        }
        if (values.size() == HlsLimits.ATTRIBUTES_MAX) {
            throw new OverLimit("a tag has more than %d attributes".formatted(values.size()));
        }
        var value = new Value(quoted ? text.substring(1, text.length() - 1) : text, quoted);
        if (values.put(name, value) != null) {
            throw new Malformed("attribute appears twice: " + Shown.of(name));
        }
    }
}
