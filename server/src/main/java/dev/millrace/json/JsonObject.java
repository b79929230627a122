package dev.millrace.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// A JSON object that was read, and the ways to ask it for a member of the kind that is expected. A
/// member that is null counts as one that is not there.
///
/// The parser's own limits hold: depth 500, numbers of 1000 digits, texts of 100 MB.
public final class JsonObject {
    private final String path;
    private final Map<String, @Nullable Object> members;

    private JsonObject(String path, Map<String, @Nullable Object> members) {
        this.path = path;
        this.members = members;
    }

    /// Reads a text.
    ///
    /// @throws JsonException if it is anything but one object
    public static JsonObject parse(String text) throws JsonException {
        try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonException("this is no JSON object: it has to begin with {");
            }
            JsonObject object = readObject("", parser);
            if (parser.nextToken() != null) {
                throw new JsonException("something follows after the end of the JSON object");
            }
            return object;
        } catch (JacksonException e) {
            var place = e.getLocation();
            String where =
                    place == null
                            ? ""
                            : " (line %d, column %d)"
                                    .formatted(place.getLineNr(), place.getColumnNr());
            throw new JsonException("this is no JSON" + where + ": " + e.getOriginalMessage());
        }
    }

    /// The names of all members, in their order.
    public Set<String> names() {
        return Collections.unmodifiableSet(members.keySet());
    }

    public Optional<String> maybeText(String name) throws JsonException {
        return member(name, String.class, "a text");
    }

    public String text(String name) throws JsonException {
        return required(name, maybeText(name));
    }

    public Optional<Long> maybeLong(String name) throws JsonException {
        Optional<BigDecimal> number = member(name, BigDecimal.class, "a whole number");
        if (number.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(number.get().longValueExact());
        } catch (ArithmeticException e) {
            throw new JsonException(
                    "%s must be a whole number, but is %s".formatted(at(name), number.get()));
        }
    }

    public long number(String name) throws JsonException {
        return required(name, maybeLong(name));
    }

    public Optional<Boolean> maybeFlag(String name) throws JsonException {
        return member(name, Boolean.class, "true or false");
    }

    public boolean flag(String name) throws JsonException {
        return required(name, maybeFlag(name));
    }

    /// A time as ISO 8601 has it: `2026-11-22T12:00:00Z`.
    public Optional<Instant> maybeInstant(String name) throws JsonException {
        Optional<String> text = maybeText(name);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            throw new JsonException(
                    "%s must be a time such as 2026-11-22T12:00:00Z, but is \"%s\""
                            .formatted(at(name), text.orElse("")));
        }
    }

    public Instant instant(String name) throws JsonException {
        return required(name, maybeInstant(name));
    }

    public Optional<JsonObject> maybeObject(String name) throws JsonException {
        return member(name, JsonObject.class, "an object");
    }

    public JsonObject object(String name) throws JsonException {
        return required(name, maybeObject(name));
    }

    /// The objects of a list; none if the member is not there.
    public List<JsonObject> objects(String name) throws JsonException {
        return list(name, JsonObject.class, "objects");
    }

    /// The texts of a list; none if the member is not there.
    public List<String> texts(String name) throws JsonException {
        return list(name, String.class, "texts");
    }

    private <T> List<T> list(String name, Class<T> type, String kind) throws JsonException {
        var found = new ArrayList<T>();
        for (Object item : member(name, List.class, "a list of " + kind).orElse(List.of())) {
            if (!type.isInstance(item)) {
                throw new JsonException("%s must be a list of %s".formatted(at(name), kind));
            }
            found.add(type.cast(item));
        }
        return found;
    }

    private <T> Optional<T> member(String name, Class<T> type, String kind) throws JsonException {
        Object value = members.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new JsonException("%s must be %s".formatted(at(name), kind));
        }
        return Optional.ofNullable(type.cast(value));
    }

    private <T> T required(String name, Optional<T> value) throws JsonException {
        return value.orElseThrow(() -> new JsonException(at(name) + " is missing"));
    }

    private String at(String name) {
        return path + name;
    }

    private static JsonObject readObject(String path, JsonParser parser) throws JsonException {
        var members = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (members.put(name, readValue(path + name + ".", parser)) != null) {
                throw new JsonException(path + name + " is there twice");
            }
        }
        return new JsonObject(path, members);
    }

    private static @Nullable Object readValue(String path, JsonParser parser) throws JsonException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(path, parser);
            case START_ARRAY -> {
                var items = new ArrayList<@Nullable Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(readValue(path, parser));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
