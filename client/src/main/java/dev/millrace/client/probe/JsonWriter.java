package dev.millrace.client.probe;

import java.util.Locale;

/// Writes JSON, RFC 8259. The caller keeps begins and ends in balance.
final class JsonWriter {
    private final StringBuilder out = new StringBuilder();

    JsonWriter begin() {
        separate();
        out.append('{');
        return this;
    }

    JsonWriter begin(String name) {
        name(name);
        out.append('{');
        return this;
    }

    JsonWriter end() {
        out.append('}');
        return this;
    }

    JsonWriter beginArray(String name) {
        name(name);
        out.append('[');
        return this;
    }

    JsonWriter endArray() {
        out.append(']');
        return this;
    }

    JsonWriter put(String name, long value) {
        name(name);
        out.append(value);
        return this;
    }

    /// Three decimals are more than was measured.
    JsonWriter put(String name, double value) {
        name(name);
        out.append(String.format(Locale.ROOT, "%.3f", value));
        return this;
    }

    JsonWriter put(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    JsonWriter value(String value) {
        separate();
        quote(value);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void name(String name) {
        separate();
        quote(name);
        out.append(':');
    }

    private void separate() {
        if (!out.isEmpty() && "{[:".indexOf(out.charAt(out.length() - 1)) < 0) {
            out.append(',');
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
