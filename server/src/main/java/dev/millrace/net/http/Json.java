package dev.millrace.net.http;

import tools.jackson.databind.json.JsonMapper;

/// JSON as this server writes it: UTF-8, without white space, instants as ISO 8601.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /// `value` as JSON: a map, a list, or a record.
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }
}
