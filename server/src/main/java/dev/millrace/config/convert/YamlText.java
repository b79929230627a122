package dev.millrace.config.convert;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Settings as a file of YAML: dots are levels, `[3]` is an item of a list.
final class YamlText {
    private static final Pattern ITEM = Pattern.compile("([a-z_]+)\\[(\\d+)]");

    /// What needs no quotes.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./ +=-]*");

    private final Map<String, Object> tree = new LinkedHashMap<>();

    /// @param settings by their keys
    YamlText(Map<String, String> settings) {
        settings.forEach((key, text) -> put(tree, key, text));
    }

    private static void put(Map<String, Object> level, String key, String text) {
        int dot = key.indexOf('.');
        String first = dot < 0 ? key : key.substring(0, dot);
        Matcher item = ITEM.matcher(first);
        Map<String, Object> below = level;
        if (item.matches()) {
            below = child(child(level, item.group(1) + "[]", true), item.group(2), false);
        } else if (dot >= 0) {
            below = child(level, first, false);
        }
        if (dot < 0) {
            below.put(first, text);
        } else {
            put(below, key.substring(dot + 1), text);
        }
    }

    @SuppressWarnings("unchecked") // only put here
    private static Map<String, Object> child(Map<String, Object> of, String name, boolean isList) {
        return (Map<String, Object>)
                of.computeIfAbsent(
                        name,
                        _ ->
                                isList
                                        ? new TreeMap<String, Object>(
                                                Comparator.comparing(Integer::valueOf))
                                        : new LinkedHashMap<String, Object>());
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        write(tree, "", "", text);
        return text.toString();
    }

    /// @param first what stands before the first line
    /// @param indent what stands before the others
    @SuppressWarnings("unchecked") // only put here
    private static void write(
            Map<String, Object> level, String first, String indent, StringBuilder text) {
        String before = first;
        for (Map.Entry<String, Object> entry : level.entrySet()) {
            String key = entry.getKey();
            text.append(before);
            before = indent;
            if (entry.getValue() instanceof String value) {
                text.append(key).append(": ").append(quoted(value)).append('\n');
            } else if (key.endsWith("[]")) {
                text.append(key, 0, key.length() - 2).append(":\n");
                ((Map<String, Object>) entry.getValue())
                        .values()
                        .forEach(item ->
                                write(
                                        (Map<String, Object>) item,
                                        indent + "  - ",
                                        indent + "    ",
                                        text));
            } else {
                text.append(key).append(":\n");
                String deeper = indent + "  ";
                write((Map<String, Object>) entry.getValue(), deeper, deeper, text);
            }
        }
    }

    private static String quoted(String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        var text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ') {
                text.append("\\x%02x".formatted((int) c)); // YAML 1.2, 5.7
            } else {
                text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return text.append('"').toString();
    }
}
