package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Checkout;
import dev.millrace.testing.FreePort;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page `docs/edge-control.md`, as somebody reads it who has a terminal for each program that
/// stays: a control node, an edge node, a camera, and what is typed. Only ports and folders are
/// others, and `ffplay` watches for a second without a window.
@Tag("slow")
@DisplayName("L24: the commands of the documentation work as they are printed")
class EdgeControlDocsTest {
    private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PLAYER = Pattern.compile("ffplay (\\S+)");
    private static final List<String> PORTS = List.of("8080", "8081", "9080", "1936");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// A curl that fails when it is refused.
    private static final String STRICT = "set -e; curl() { command curl -fsS \"$@\"; }\n";

    @TempDir Path folder;

    private final Map<String, String> others = new LinkedHashMap<>();

    @BeforeEach
    void useOtherPortsAndFolders() throws IOException {
        DocsTest.installLauncher(folder);
        others.put("/tmp/", folder + "/");
        for (String port : PORTS) {
            others.put("127.0.0.1:" + port, "127.0.0.1:" + FreePort.find());
        }
    }

    @Test
    void aCameraIsWatchedAndRecorded() throws IOException {
        List<String> blocks = blocks();
        String typed = blocks.get(3) + blocks.get(4);
        try (Program control = terminal(blocks.get(0))) {
            await(control, "the control node has made a token", "test -s /tmp/control/edge.token");
            try (Program edge = terminal(blocks.get(1))) {
                await(edge, "the edge node is there", "curl http://127.0.0.1:9080/liveness/alive");
                try (Program camera = terminal(blocks.get(2))) {
                    await(
                            camera,
                            "pictures have come",
                            "curl http://127.0.0.1:9080/liveness/ready");
                    Program.run(PATIENCE, "bash", "-c", here(STRICT + watching(typed)));
                }
            }
        }
        assertThat(folder.resolve("export.mp4")).isNotEmptyFile();
    }

    private static List<String> blocks() throws IOException {
        String page = Files.readString(Checkout.root().resolve("docs/edge-control.md"));
        return BLOCK.matcher(page).results().map(block -> block.group(1)).toList();
    }

    /// With patience: whoever types is slower than what is live needs to be there.
    private static String watching(String commands) {
        return PLAYER.matcher(commands)
                .replaceAll(
                        "until curl $1 | grep -q EXTINF; do :; done; "
                                + "ffmpeg -v error -i $1 -t 1 -f null -");
    }

    private Program terminal(String commands) {
        return Program.start("bash", "-c", here(commands));
    }

    private void await(Program program, String what, String succeeds) {
        Waiting.until(
                what,
                PATIENCE,
                () -> {
                    assertThat(program.isAlive()).as(program.output()).isTrue();
                    try (Program asked = terminal(STRICT + succeeds)) {
                        return asked.await(PATIENCE) == 0;
                    }
                });
    }

    private String here(String commands) {
        String changed = commands;
        for (Map.Entry<String, String> other : others.entrySet()) {
            changed = changed.replace(other.getKey(), other.getValue());
        }
        return "cd '%s'\n%s".formatted(folder, changed);
    }
}
