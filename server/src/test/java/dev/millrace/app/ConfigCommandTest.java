package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.Config;
import dev.millrace.testing.Checkout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    private static final String BOTH =
            "rtmp:\n  listen: 127.0.0.1:0\nhttp:\n  listen: 127.0.0.1:0\n";

    @TempDir Path folder;

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Millrace.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = Millrace.execute(line, arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private String write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void everyMistakeHasItsLine() throws Exception {
        String wrong = write("wrong.yaml", "hls:\n  segmant: 2s\n  idle: soon\n");
        Ran ran = run("config", "check", wrong);
        assertThat(ran.code).isEqualTo(1);
        assertThat(ran.err).contains("wrong.yaml:2: unknown key", "wrong.yaml:3: hls.idle");
        Ran right = run("config", "check", write("right.yaml", "hls:\n  segment: 3s\n"));
        assertThat(right.code).isZero();
        assertThat(right.out).contains("right.yaml is right: 1 settings");
    }

    @Test
    void settingsAreShownWithTheirPlaces() throws Exception {
        String file = write("a.yaml", "hls:\n  segment: 3s\nadmin:\n  token: nobody-knows-it\n");
        Ran ran = run("config", "show", "--config", file, "--set", "hls.segments=9");
        assertThat(ran.code).as(ran.err).isZero();
        assertThat(ran.out)
                .contains("hls.segment: 3s  # " + file + ":2")
                .contains("hls.segments: 9  # --set")
                .contains("hls.idle: 60s  # default")
                .contains("admin.token: ***")
                .doesNotContain("nobody-knows-it");
    }

    @Test
    void twoFilesAreCompared() throws Exception {
        String before = write("before.yaml", "hls:\n  segment: 3s\n");
        String after = write("after.yaml", "hls:\n  segment: 4s\ndata:\n  folder: /elsewhere\n");
        Ran ran = run("config", "diff", before, after);
        assertThat(ran.code).isEqualTo(3);
        assertThat(ran.out)
                .contains("~ hls.segment: 3s -> 4s  (newcomers, " + after + ":2)")
                .contains("~ data.folder: auto -> /elsewhere  (restart, " + after + ":4)");
        assertThat(run("config", "diff", before, before).code).isZero();
    }

    @Test
    void aFileIsComparedWithAServer() throws Exception {
        Config config =
                Config.of("rtmp.listen=127.0.0.1:0", "http.listen=127.0.0.1:0", "hls.segment=3s");
        String file = write("new.yaml", BOTH + "hls:\n  segment: 5s\n");
        try (var server = Server.start(config, false)) {
            var place = Objects.requireNonNull(server.addresses().get("http"));
            String url = "http://127.0.0.1:" + place.getPort();
            Ran ran = run("config", "diff", file, "--server", url);
            assertThat(ran.code).as(ran.err).isEqualTo(3);
            assertThat(ran.out)
                    .isEqualTo("hls.segment: 3s -> 5s  (newcomers, new configuration:6)\n");
            Ran wrong = run("config", "diff", write("w.yaml", "hls: 1\n"), "--server", url);
            assertThat(wrong.code).isEqualTo(1);
            assertThat(wrong.err).contains("new configuration:1: hls is a section");
        }
    }

    @Test
    void anotherServersFileIsConverted() {
        Path file =
                Checkout.root()
                        .resolve("server/src/test/resources/dev/millrace/config/convert/srs.conf");
        Ran ran = run("import", file.toString());
        assertThat(ran.code).as(ran.err).isZero();
        assertThat(ran.out).startsWith("rtmp:\n  listen: \":1935 :19350\"\n");
        assertThat(ran.err).contains("line 44: hls_path ./html: segments are in memory");
        assertThat(run("import", "nowhere.conf").code).isEqualTo(2);
    }
}
