package dev.millrace.loss;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.PlaylistParser;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A control node as operators and viewers see it, whether or not it is there. Any thread.
final class Control implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Supplier<URI> where;

    Control(Supplier<URI> where) {
        this.where = where;
    }

    /// The answer; empty if nobody gives one.
    ///
    /// @param headers name, value, name, value
    Optional<HttpResponse<byte[]>> send(
            String method, String path, byte[] body, String... headers) {
        var request =
                HttpRequest.newBuilder(where.get().resolve(path))
                        .timeout(ANSWER_MAX)
                        .method(method, BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return Optional.of(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException _) {
            return Optional.empty(); // nobody is there, as is tried here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// What comes, if it is a success.
    Optional<byte[]> get(String path) {
        return send("GET", path, new byte[0])
                .filter(it -> it.statusCode() == 200)
                .map(HttpResponse::body);
    }

    /// A playlist, if there is one now.
    Optional<MediaPlaylist> playlist(String path) {
        return get(path)
                .map(it -> {
                    try {
                        return (MediaPlaylist) PlaylistParser.parse(text(it));
                    } catch (ProtocolException e) {
                        throw new AssertionError(path, e);
                    }
                });
    }

    /// The id of a source, once an edge node has announced it.
    String source(String name) {
        String path = "/v1/source?source_name=" + name;
        Waiting.until(name + " is known", PATIENCE, () -> get(path).isPresent());
        return json(get(path)).at("/sources/0/id").asString();
    }

    /// Begins to record a source, and returns the recording's id.
    String record(String source, Instant from) {
        return json(ask(
                        "POST",
                        "/v1/source/%s/recording".formatted(source(source)),
                        "{\"start_time_epoch\": %d}".formatted(from.getEpochSecond())))
                .at("/recording/id")
                .asString();
    }

    /// Lets somebody watch a source.
    void stream(String source) {
        ask("PUT", "/v1/source/%s/streaming?new_state=true".formatted(source(source)), "");
    }

    void stop(String recording) {
        ask("POST", "/v1/recording/%s/stop".formatted(recording), "");
    }

    void delete(String path) {
        ask("DELETE", path, "");
    }

    private Optional<byte[]> ask(String method, String path, String body) {
        var answer = send(method, path, body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer + text(answer.body()));
        }
        return Optional.of(answer.body());
    }

    private static JsonNode json(Optional<byte[]> body) {
        return JsonMapper.shared().readTree(body.orElseThrow());
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
