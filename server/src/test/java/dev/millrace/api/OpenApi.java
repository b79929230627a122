package dev.millrace.api;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// An OpenAPI document as a judge of answers. Stricter than the document itself: fields that it
/// does not know are errors.
final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode document;
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder ->
                            builder.schemaRegistryConfig(
                                    SchemaRegistryConfig.builder()
                                            .formatAssertionsEnabled(true)
                                            .build()));

    OpenApi(byte[] yaml) {
        // Schemas are judged one by one, each with all others where JSON Schema looks for them.
        String text = new String(yaml, StandardCharsets.UTF_8);
        document = new YAMLMapper().readTree(text.replace("#/components/schemas/", "#/$defs/"));
        forbidUnknownFields(document);
    }

    /// Every answer that is described, in the form `getServer 200`.
    Set<String> answers() {
        var answers = new TreeSet<String>();
        for (JsonNode path : document.get("paths")) {
            path.properties().stream()
                    .filter(field -> METHODS.contains(field.getKey()))
                    .forEach(field -> {
                        String operation = field.getValue().get("operationId").asString();
                        for (String status : field.getValue().get("responses").propertyNames()) {
                            answers.add(operation + " " + status);
                        }
                    });
        }
        return answers;
    }

    /// What is wrong with an answer; nothing if it is as described.
    ///
    /// @param described as in [#answers]
    List<String> problems(String described, HttpResponse<byte[]> answer) {
        String operation = described.substring(0, described.indexOf(' '));
        String status = described.substring(described.indexOf(' ') + 1);
        if (answer.statusCode() != Integer.parseInt(status)) {
            return List.of("status is " + answer.statusCode());
        }
        JsonNode response = resolved(operation(operation).get("responses").get(status));
        JsonNode content = response.path("content");
        String type = ApiServer.header(answer, "Content-Type");
        if (content.isEmpty()) {
            return answer.body().length == 0 ? List.of() : List.of("there is a body");
        }
        if (!content.has(type)) {
            return List.of("type is " + type);
        }
        return type.endsWith("json")
                ? bodyProblems(content.get(type).get("schema"), answer.body())
                : List.of();
    }

    private List<String> bodyProblems(JsonNode described, byte[] body) {
        var schema = (ObjectNode) described.deepCopy();
        schema.set("$defs", document.at("/components/schemas"));
        Schema judge = registry.getSchema(schema);
        var problems = new ArrayList<String>();
        judge.validate(JsonMapper.shared().readTree(body))
                .forEach(error -> problems.add(error.toString()));
        return problems;
    }

    private JsonNode operation(String id) {
        for (JsonNode path : document.get("paths")) {
            for (JsonNode operation : path) {
                if (operation.path("operationId").asString("").equals(id)) {
                    return operation;
                }
            }
        }
        throw new IllegalArgumentException("no operation " + id);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }

    private static void forbidUnknownFields(JsonNode node) {
        node.forEach(OpenApi::forbidUnknownFields);
        if (node instanceof ObjectNode schema
                && schema.path("type").asString("").equals("object")
                && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
    }
}
