package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import dev.millrace.testing.HookServer.Call;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Services that are told of segments.
class HlsHooksTest {
    private static JsonNode said(Call call) {
        return new JsonMapper().readTree(call.body());
    }

    /// Nobody watches, and a service that answers with a whole segment is not too much.
    @Test
    void eachSegmentIsToldWhetherOrNotAnybodyWatches() throws IOException {
        try (var hooks = new HookServer();
                var server =
                        new RunningServer(
                                "hls.segment=1s",
                                "hooks.on_hls=" + hooks.url("hls"),
                                "hooks.on_hls_notify="
                                        + hooks.url("at")
                                        + "/[app]/[stream]/[ts_url]")) {
            hooks.says(it ->
                    it.path().startsWith("/at/")
                            ? Answer.of(200, "x".repeat(1 << 20))
                            : Answer.YES);
            try (Program publisher = Clip.MINUTES.publishEndlessly(server.rtmp("live/cam?key=a"))) {
                Waiting.until(
                        "three are told", () -> hooks.calls("on_hls").size() >= 3 && isAt(hooks));
                assertThat(publisher.isAlive()).isTrue();
                List<JsonNode> told =
                        hooks.calls("on_hls").stream().map(HlsHooksTest::said).toList();
                JsonNode first = told.getFirst();
                assertThat(first.get("param").asString()).isEqualTo("?key=a");
                assertThat(first.get("m3u8_url").asString()).isEqualTo("live/cam.m3u8");
                assertThat(first.get("duration").asDouble()).isBetween(0.9, 1.2);
                String url = first.get("url").asString();
                assertThat(url).isEqualTo("live/cam/%d.ts".formatted(first.get("seq_no").asLong()));
                assertThat(server.get(url)).isNotEmpty();
                assertThat(told)
                        .extracting(it -> it.get("seq_no").asLong())
                        .isSorted()
                        .doesNotHaveDuplicates();
                assertThat(server.get("api/v2/hooks")).contains("\"deadLetters\":[]");
            }
        }
    }

    private static boolean isAt(HookServer hooks) {
        return hooks.calls().stream()
                .anyMatch(it -> it.path().matches("/at/live/cam/live/cam/[0-9]+[.]ts"));
    }
}
