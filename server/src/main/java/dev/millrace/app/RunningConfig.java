package dev.millrace.app;

import dev.millrace.config.file.YamlLeaves;
import dev.millrace.config.file.YamlLeaves.Leaf;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Asks a server that runs what it would make of another configuration.
final class RunningConfig {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;

    private final URI server;

    RunningConfig(URI server) {
        this.server = server;
    }

    /// What would change, a line each.
    ///
    /// @throws IOException if it could not be done, or the server does not say; with the reason
    List<String> plan(Path file) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(server.resolve("/api/v2/config?dryRun=1"))
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofFile(file));
        Optional.ofNullable(System.getenv("MILLRACE_ADMIN_TOKEN"))
                .ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            List<Leaf> said = YamlLeaves.read(answer.body()); // JSON is YAML
            if (answer.statusCode() != OK) {
                throw new IOException(problem(said));
            }
            return lines(said);
        } catch (IllegalArgumentException e) {
            throw new IOException(server + " answers something else", e);
        } catch (ConnectException e) {
            throw new IOException("nobody answers at " + server, e);
        }
    }

    private static String problem(List<Leaf> said) {
        String lines =
                items("errors", said).stream()
                        .map(it -> text(it, "message"))
                        .collect(Collectors.joining("\n"));
        return lines.isEmpty() ? text(members(said, List.of()), "detail") : lines;
    }

    private static List<String> lines(List<Leaf> plan) {
        var lines = new ArrayList<String>();
        for (Map<String, String> change : items("changes", plan)) {
            lines.add(
                    "%s: %s -> %s  (%s, %s)"
                            .formatted(
                                    text(change, "key"),
                                    text(change, "before"),
                                    text(change, "after"),
                                    text(change, "effect"),
                                    text(change, "origin")));
        }
        for (Map<String, String> end : items("ends", plan)) {
            lines.add(
                    "session %s of %s ends: %s"
                            .formatted(
                                    text(end, "session"), text(end, "channel"), text(end, "why")));
        }
        plan.stream()
                .filter(it -> it.path().getFirst().equals("relays"))
                .forEach(it ->
                        lines.add("relay %s begins, ends, or starts again".formatted(it.text())));
        return lines;
    }

    /// The members of each item of a list.
    private static List<Map<String, String>> items(String list, List<Leaf> said) {
        return said.stream()
                .map(Leaf::path)
                .filter(path -> path.size() == 3 && path.getFirst().equals(list))
                .map(path -> path.subList(0, 2))
                .distinct()
                .map(item -> members(said, item))
                .toList();
    }

    private static Map<String, String> members(List<Leaf> said, List<String> of) {
        var members = new LinkedHashMap<String, String>();
        said.stream()
                .filter(it -> it.path().size() == of.size() + 1)
                .filter(it -> it.path().subList(0, of.size()).equals(of))
                .forEach(it -> members.put(it.path().getLast(), it.text()));
        return members;
    }

    private static String text(Map<String, String> of, String name) {
        String text = of.getOrDefault(name, "");
        return text.isEmpty() ? "nothing" : text;
    }
}
