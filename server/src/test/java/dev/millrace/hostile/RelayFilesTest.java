package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.RunningServer;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Of the files that a relay's FFmpeg writes, its own come out, whatever the name is written like,
/// and nothing that lies beside them, above them, or behind a link.
@Tag("slow")
class RelayFilesTest {
    private static final String SECRET = "not-for-you";

    /// `/`, `..`, and the ends of names, as clients and proxies write them, and as some decode them
    /// once too often.
    private static final List<String> SLASHES =
            List.of("/", "%2f", "%2F", "%252f", "%5c", "\\", "%255c", "%c0%af", "%e0%80%af", "%00");

    private static final List<String> UPS =
            List.of("..", "%2e%2e", ".%2e", "%2e.", "%252e%252e", "%c0%ae%c0%ae", "..;", "..%00");

    @TempDir private static Path temp;
    private static RunningServer server;

    /// Two relays, whose programs write a file each and a link out of their folders, and secrets
    /// all around.
    @BeforeAll
    static void serve() throws IOException {
        Path fake = temp.resolve("ffmpeg.sh");
        Files.writeString(
                fake,
                """
                #!/bin/sh
                for word; do
                    case $word in */index.m3u8) dir=$(dirname "$word") ;; esac
                done
                ln -s '%1$s/secret.ts' "$dir/link.ts"
                ln -s '%1$s' "$dir/folder"
                mkdir "$dir/below.ts"
                echo '%2$s' >"$dir/.hidden.ts"
                echo '%2$s' >"$dir/secret.key"
                echo "$dir" >"$dir/0.ts"
                exec sleep 600
                """
                        .formatted(temp, SECRET));
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        Files.writeString(temp.resolve("secret.ts"), SECRET);
        Path files = Files.createDirectories(temp.resolve("root/files"));
        Files.writeString(files.resolve("secret.ts"), SECRET);
        Files.writeString(temp.resolve("root/secret.ts"), SECRET);
        var settings = new ArrayList<>(List.of("ffmpeg.program=" + fake, "rtmp.play_wait=0s"));
        settings.add("ffmpeg.folder=" + temp.resolve("root"));
        for (int i = 0; i < 2; i++) {
            String relay = "relays[%d].".formatted(i);
            settings.add(relay + "name=cam" + i);
            settings.add(relay + "source=srt://nowhere.example");
            settings.add(relay + "start=always");
            settings.add(relay + "stall_timeout=10m");
            settings.add(relay + "output_args=-f hls {output_dir}/index.m3u8");
        }
        server = new RunningServer(settings.toArray(String[]::new));
        for (String name : List.of("cam0", "cam1")) {
            Path file = files.resolve("live;" + name).resolve("0.ts");
            Waiting.until(name + " writes", () -> Files.exists(file) && file.toFile().length() > 1);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String get(String path) {
        String request = "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(path);
        return Attackers.http(server.port("http"), request);
    }

    @Test
    void itsOwnFilesComeOut() {
        assertOwnFilesComeOut();
    }

    private static void assertOwnFilesComeOut() {
        for (String name : List.of("cam0", "cam1")) {
            assertThat(get("/hls/%s/0.ts".formatted(name)))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("files/live;" + name);
        }
    }

    @Test
    void nothingElseDoes() {
        attacks().forEach(RelayFilesTest::assertRefused);
        assertOwnFilesComeOut();
    }

    private static void assertRefused(String path) {
        String answer = get(path);
        assertThat(answer).as(path).matches("(?s)HTTP/1\\.1 (400|404) .*");
        assertThat(answer).as(path).doesNotContain(SECRET, "root:", "files/live;cam1");
    }

    private static List<String> attacks() {
        var attacks = new ArrayList<String>();
        for (String up : UPS) {
            for (String slash : SLASHES) {
                attacks.add("/hls/cam0/" + up + slash + "secret.ts");
                attacks.add("/hls/cam0/" + up + slash + up + slash + "secret.ts");
                attacks.add("/hls/cam0/" + up + slash + "live;cam1" + slash + "0.ts");
                attacks.add("/hls/cam0/" + up + slash + "live%3Bcam1" + slash + "0.ts");
                attacks.add("/hls/" + up + slash + "secret.ts/0.ts");
            }
        }
        for (String slash : SLASHES) {
            attacks.add("/hls/cam0/folder" + slash + "secret.ts");
            attacks.add("/hls/cam0/" + slash + "etc" + slash + "passwd");
            attacks.add("/hls/cam0/0.ts" + slash + "..");
        }
        for (String name : List.of("link.ts", "below.ts", ".hidden.ts", "secret.key", "folder")) {
            attacks.add("/hls/cam0/" + name);
        }
        for (String ending : List.of("%00", "%00.ts", "::$DATA", ".", "%20", "~", "%0a", "%ff")) {
            attacks.add("/hls/cam0/secret.key" + ending);
            attacks.add("/hls/cam0/link.ts" + ending);
        }
        attacks.add("/hls/cam0/" + "a".repeat(5_000) + ".ts");
        attacks.add("/hls/cam0/%D1%82%D0%B5%D1%81%D1%82.ts");
        return attacks;
    }

    /// No client of ours could send this: a byte that is no character.
    @Test
    void bytesThatAreNoTextAreRefused() {
        String raw = new String(new byte[] {(byte) 0xC0, (byte) 0xAE}, StandardCharsets.ISO_8859_1);
        assertThat(get("/hls/cam0/" + raw + raw + "/secret.ts"))
                .matches("(?s)HTTP/1\\.1 (400|404) .*")
                .doesNotContain(SECRET);
    }
}
