package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an answer of SRS's API looks like, in a file of `srs-shapes`: the names of all members, in
/// their order, and for each value what kind it is. Record them again with `-Dgolden=write`.
final class JsonShape {
    private static final Path FOLDER =
            Checkout.root().resolve("server/src/test/resources/dev/millrace/e2e/srs-shapes");

    /// Whose members are not the server's choice.
    private static final String FREE = "headers";

    private final Path file;

    JsonShape(String name) {
        file = FOLDER.resolve(name + ".json");
    }

    void check(JsonNode answer) throws IOException {
        String shape =
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(of(answer))
                        + "\n";
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, shape);
        }
        assertThat(shape).isEqualTo(Files.readString(file));
    }

    private static Object of(JsonNode value) {
        if (value.isObject()) {
            var members = new LinkedHashMap<String, Object>();
            for (var member : value.properties()) {
                members.put(
                        member.getKey(),
                        member.getKey().equals(FREE) ? "an object" : of(member.getValue()));
            }
            return members;
        }
        if (value.isArray()) {
            Set<Object> kinds = new LinkedHashSet<>();
            value.forEach(item -> kinds.add(of(item)));
            return kinds;
        }
        return value.isString()
                ? "a text"
                : value.isNumber() ? "a number" : value.isBoolean() ? "a flag" : "nothing";
    }
}
