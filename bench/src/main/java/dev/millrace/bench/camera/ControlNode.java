package dev.millrace.bench.camera;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is asked of a control node, by LiveMix's paths. Any thread; blocks.
final class ControlNode {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client;
    private final String base;

    /// @param base the URL in front of its paths
    ControlNode(HttpClient client, String base) {
        this.client = client;
        this.base = base;
    }

    /// The id of a source, once an edge node has announced it.
    Optional<String> source(String name) throws IOException, InterruptedException {
        String query = URLEncoder.encode(name, StandardCharsets.UTF_8);
        HttpResponse<String> answer = send(get("/v1/source?source_name=" + query));
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        JsonNode sources = JSON.readTree(good(answer)).path("sources");
        return Optional.of(sources.path(0).path("id").asString("")).filter(id -> !id.isEmpty());
    }

    void stream(String source) throws IOException, InterruptedException {
        String path = "/v1/source/" + source + "/streaming?new_state=true";
        good(send(to(path).PUT(BodyPublishers.noBody())));
    }

    /// Begins a recording, and returns its id.
    String record(String source) throws IOException, InterruptedException {
        String path = "/v1/source/" + source + "/recording";
        String answer = good(send(to(path).POST(BodyPublishers.noBody())));
        return JSON.readTree(answer).path("recording").path("id").asString();
    }

    void stop(String recording) throws IOException, InterruptedException {
        String path = "/v1/recording/" + recording + "/stop";
        good(send(to(path).POST(BodyPublishers.noBody())));
    }

    /// The live playlist; empty if there is none yet.
    String live(String source) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(get("/v1/vod/live/" + source + "/vid.m3u8"));
        return answer.statusCode() == UNAVAILABLE ? "" : good(answer);
    }

    String replay(String recording) throws IOException, InterruptedException {
        return good(send(get("/v1/vod/recording/" + recording + "/vid.m3u8")));
    }

    /// Fetches a segment of a recording, and returns how large it is.
    int segment(String recording, String file) throws IOException, InterruptedException {
        HttpRequest request = get("/v1/vod/recording/" + recording + "/" + file).build();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        require(answer);
        return answer.body().length;
    }

    private HttpRequest.Builder get(String path) {
        return to(path).GET();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_MAX);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String good(HttpResponse<String> answer) throws IOException {
        require(answer);
        return answer.body();
    }

    static void require(HttpResponse<?> answer) throws IOException {
        if (answer.statusCode() != OK) {
            throw new IOException("refused: HTTP status " + answer.statusCode());
        }
    }
}
