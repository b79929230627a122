package dev.millrace.config.file;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Every value of a YAML text, whatever its names are.
public final class YamlLeaves {
    private static final int DEPTH_MAX = 32;

    private final List<Leaf> leaves = new ArrayList<>();

    private YamlLeaves() {}

    /// One value.
    ///
    /// @param path the names that lead to it; items of a list have their number
    /// @param text empty if it has no value
    /// @param line where its name stands, from 1 on
    public record Leaf(List<String> path, String text, int line) {
        public Leaf {
            path = List.copyOf(path);
        }
    }

    /// The values in their order.
    ///
    /// @throws IllegalArgumentException saying where it is not YAML
    public static List<Leaf> read(String text) {
        var reader = new YamlLeaves();
        try (JsonParser yaml = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            if (yaml.nextToken() == JsonToken.START_OBJECT) {
                reader.object(yaml, List.of());
            }
            return reader.leaves;
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation(); // one that is too deep has none
            throw new IllegalArgumentException(
                    "%snot YAML: %s"
                            .formatted(
                                    place == null ? "" : "line %d: ".formatted(place.getLineNr()),
                                    e.getOriginalMessage().lines().findFirst().orElse("")),
                    e);
        }
    }

    private void object(JsonParser yaml, List<String> path) {
        while (yaml.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = yaml.currentName();
            int line = line(yaml);
            yaml.nextToken();
            value(yaml, below(path, name), line);
        }
    }

    private void list(JsonParser yaml, List<String> path) {
        for (int i = 0; yaml.nextToken() != JsonToken.END_ARRAY; i++) {
            value(yaml, below(path, String.valueOf(i)), line(yaml));
        }
    }

    private void value(JsonParser yaml, List<String> path, int line) {
        if (path.size() > DEPTH_MAX) {
            throw new IllegalArgumentException(
                    "line %d: it is more than %d deep".formatted(line, DEPTH_MAX));
        }
        switch (yaml.currentToken()) {
            case START_OBJECT -> object(yaml, path);
            case START_ARRAY -> list(yaml, path);
            case VALUE_NULL -> leaves.add(new Leaf(path, "", line));
            default -> leaves.add(new Leaf(path, yaml.getString(), line));
        }
    }

    private static List<String> below(List<String> path, String name) {
        var all = new ArrayList<>(path);
        all.add(name);
        return all;
    }

    private static int line(JsonParser yaml) {
        return yaml.currentTokenLocation().getLineNr();
    }
}
