package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What a relay may be called, from the configuration to the folder that its FFmpeg writes into.
@Tag("slow")
class RelayNamesTest {
    private static final int MESSAGE_CHARACTERS_MAX = 500;

    @TempDir private Path temp;

    private RunningServer serve(String... names) throws IOException {
        Path fake = temp.resolve("ffmpeg.sh");
        String script =
                """
                #!/bin/sh
                for word; do
                    case $word in */index.m3u8) dir=${word%/*} ;; esac
                done
                echo it >"$dir/0.ts"
                """;
        Files.writeString(fake, script + "exec sleep 600\n");
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        var settings = new ArrayList<>(List.of("ffmpeg.program=" + fake));
        settings.add("ffmpeg.folder=" + temp.resolve("root"));
        for (int i = 0; i < names.length; i++) {
            String relay = "relays[%d].".formatted(i);
            settings.add(relay + "name=" + names[i]);
            settings.add(relay + "source=srt://nowhere.example");
            settings.add(relay + "start=always");
            settings.add(relay + "stall_timeout=10m");
            settings.add(relay + "output_args=-f hls {output_dir}/index.m3u8");
        }
        return new RunningServer(settings.toArray(String[]::new));
    }

    private static Stream<String> noNames() {
        return Stream.of(
                "",
                "/",
                "/etc/passwd",
                "..",
                "../../etc",
                "live/../cam",
                "live/./cam",
                "live//cam",
                "live/cam/",
                "a b",
                "cam\u0000",
                "cam\n",
                "cam;rm",
                "cam%2f..",
                "live\\cam",
                "cam\u202Egpj",
                "x".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("noNames")
    void whatIsNoNameIsRefusedAndSaid(String name) {
        assertThatThrownBy(() -> serve("neighbour", name).close())
                .message()
                .contains("relays[1].name")
                .hasSizeLessThan(MESSAGE_CHARACTERS_MAX);
    }

    @Test
    void oneNameIsForOneRelay() {
        assertThatThrownBy(() -> serve("cam", "other", "live/cam").close())
                .hasMessageContaining("relays[2].name")
                .hasMessageContaining("there is another relay live/cam");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u043A\u0430\u043C\u0435\u0440\u0430", "\u6444\u50CF\u5934", "caf\u00E9"})
    void namesOfAnyScriptHaveFilesAndAddresses(String name) throws IOException {
        try (var server = serve(name, "cam")) {
            for (String each : List.of(name, "cam")) {
                String path = "hls/%s/0.ts".formatted(encoded(each));
                Waiting.until(each + " has a file", () -> isThere(server, path));
                String state = server.get("api/v2/relays/live/" + encoded(each));
                assertThat(new JsonMapper().readTree(state).get("state").asString())
                        .isEqualTo("starting");
            }
        }
    }

    private static boolean isThere(RunningServer server, String path) {
        try {
            return server.get(path).equals("it\n");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
