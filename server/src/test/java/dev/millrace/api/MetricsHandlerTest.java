package dev.millrace.api;

import static dev.millrace.api.ApiServer.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsHandlerTest {
    private final ApiServer server;

    MetricsHandlerTest() throws IOException {
        server = new ApiServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void metricsAreWhatPrometheusReads() {
        HttpResponse<byte[]> answer = server.get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type"))
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("# TYPE millrace_channels gauge\n")
                .endsWith("\n");
    }

    @Test
    void aServerThatAnswersIsHealthy() {
        HttpResponse<byte[]> answer = server.get("/healthz");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).asString().isEqualTo("{\"status\":\"ok\"}");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/healthz"})
    void bothAreOnlyRead(String path) {
        assertThat(server.send("HEAD", path).statusCode()).isEqualTo(200);
        assertThat(server.send("HEAD", path).body()).isEmpty();
        assertThat(server.send("POST", path).statusCode()).isEqualTo(405);
    }
}
