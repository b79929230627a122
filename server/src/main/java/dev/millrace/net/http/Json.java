package dev.millrace.net.http;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// JSON as this server writes it: UTF-8, without white space, instants as ISO 8601.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /// The text of a member of an object; empty if the JSON is something else.
    public static Optional<String> text(String json, String member) {
        try {
            return MAPPER.readTree(json).path(member).stringValueOpt();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// `value` as JSON: a map, a list, or a record.
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }
}
