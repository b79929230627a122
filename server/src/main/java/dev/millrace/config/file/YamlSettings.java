package dev.millrace.config.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Reads a YAML file into settings that know their line. Reports what is not a setting at all.
public final class YamlSettings {
    private final String name;
    private final YamlForm form;
    private final List<String> problems;
    private final List<Setting> settings = new ArrayList<>();

    private YamlSettings(String name, YamlForm form, List<String> problems) {
        this.name = name;
        this.form = form;
        this.problems = problems;
    }

    /// The settings of a file, in its order; adds a line to the problems for each thing that is
    /// wrong with its form.
    public static List<Setting> read(Path file, YamlForm form, List<String> problems) {
        try {
            return read(Files.readString(file), file.toString(), form, problems);
        } catch (NoSuchFileException _) {
            problems.add("%s: no such file".formatted(file));
        } catch (CharacterCodingException _) {
            problems.add("%s: it is not UTF-8 text".formatted(file));
        } catch (IOException e) {
            problems.add("%s: it cannot be read: %s".formatted(file, e));
        }
        return List.of();
    }

    /// The same for a text. JSON is YAML as well.
    ///
    /// @param name what people call it
    public static List<Setting> read(
            String text, String name, YamlForm form, List<String> problems) {
        var reader = new YamlSettings(name, form, problems);
        try (JsonParser yaml = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            reader.readDocument(yaml);
        } catch (JacksonException e) {
            problems.add(reader.notYaml(e));
        }
        return reader.settings;
    }

    private void readDocument(JsonParser yaml) {
        JsonToken first = yaml.nextToken();
        if (first == JsonToken.START_OBJECT) {
            readLevel(yaml, "");
            if (yaml.nextToken() != null) {
                problems.add(here(yaml) + ": it has a second document; one file is one document");
            }
        } else if (first != null) {
            problems.add(here(yaml) + ": it must begin with a key, such as \"rtmp:\"");
        }
    }

    /// Reads the keys of one level up to its end.
    private void readLevel(JsonParser yaml, String prefix) {
        while (yaml.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = prefix + yaml.currentName();
            String origin = here(yaml);
            JsonToken value = yaml.nextToken();
            if (form.ignores(key)) {
                yaml.skipChildren();
                continue;
            }
            switch (value) {
                case START_OBJECT -> readBelow(yaml, key, origin);
                case START_ARRAY -> readList(yaml, key, origin);
                case VALUE_NULL -> readNothing(key, origin);
                default -> readValue(new Setting(key, yaml.getString(), origin));
            }
        }
    }

    /// A section; or variables, which are words with their names in front.
    private void readBelow(JsonParser yaml, String key, String origin) {
        if (form.isList(key)) {
            var words = new ArrayList<String>();
            while (yaml.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = yaml.currentName();
                yaml.nextToken();
                words.add(name + "=" + yaml.getString());
                yaml.skipChildren();
            }
            settings.add(new Setting(key, Arguments.text(words), origin));
        } else {
            readLevel(yaml, key + ".");
        }
    }

    private void readWords(JsonParser yaml, String key, String origin) {
        var words = new ArrayList<String>();
        while (yaml.nextToken() != JsonToken.END_ARRAY) {
            if (!yaml.currentToken().isScalarValue()) {
                problems.add("%s: %s must be a list of words".formatted(here(yaml), key));
                yaml.skipChildren();
            } else {
                words.add(yaml.getString());
            }
        }
        settings.add(new Setting(key, Arguments.text(words), origin));
    }

    private void readList(JsonParser yaml, String key, String origin) {
        if (form.isList(key)) {
            readWords(yaml, key, origin);
            return;
        }
        if (!form.isSection(key + "[]")) {
            yaml.skipChildren();
            problems.add("%s: %s is a list; it must be one value".formatted(origin, key));
            return;
        }
        for (int i = 0; yaml.nextToken() != JsonToken.END_ARRAY; i++) {
            String item = "%s[%d]".formatted(key, i);
            if (yaml.currentToken() == JsonToken.START_OBJECT) {
                readLevel(yaml, item + ".");
            } else {
                problems.add(
                        "%s: %s must have keys, such as \"name:\"".formatted(here(yaml), item));
                yaml.skipChildren();
            }
        }
    }

    /// A section without a setting is fine, a setting without a value is not.
    private void readNothing(String key, String origin) {
        if (!form.isSection(key)) {
            problems.add(
                    "%s: %s has no value; remove the line to keep the default"
                            .formatted(origin, key));
        }
    }

    private void readValue(Setting setting) {
        if (form.isSection(setting.key())) {
            problems.add(
                    "%s: %s is a section; its settings go below it, indented"
                            .formatted(setting.origin(), setting.key()));
        } else {
            settings.add(setting);
        }
    }

    private String here(JsonParser yaml) {
        return name + ":" + yaml.currentTokenLocation().getLineNr();
    }

    /// The parser's own words, without its pictures of the place.
    private String notYaml(JacksonException e) {
        String reason =
                e.getOriginalMessage()
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith(" "))
                        .collect(Collectors.joining(", "));
        TokenStreamLocation place = e.getLocation(); // one that is too deep has none
        return place == null
                ? "%s: not YAML: %s".formatted(name, reason)
                : "%s:%d: not YAML: %s; a value with one of : [ ] { } * & @ # in it needs quotes"
                        .formatted(name, place.getLineNr(), reason);
    }
}
