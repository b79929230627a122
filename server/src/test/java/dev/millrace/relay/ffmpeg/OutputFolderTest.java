package dev.millrace.relay.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFolderTest {
    private static final int QUOTA = 1000;

    @TempDir Path temp;
    private OutputFolder folder;

    @BeforeEach
    void make() throws IOException {
        folder = new OutputFolder(temp.resolve("cam"), QUOTA);
        folder.make();
    }

    private void write(String name, int bytes, long writtenMs) throws IOException {
        Path file = Files.write(folder.path().resolve(name), new byte[bytes]);
        Files.setLastModifiedTime(file, FileTime.fromMillis(writtenMs));
    }

    @Test
    @DisplayName("V8: what is in no playlist is removed when there is too much, the oldest first")
    void theOldestGoFirst() throws IOException {
        for (int i = 0; i < 10; i++) {
            write(i + ".ts", 150, i);
        }
        Files.writeString(folder.path().resolve("index.m3u8"), "#EXTM3U\n0.ts\n8.ts\n9.ts\n");
        assertThat(folder.trim()).isTrue();
        assertThat(folder.bytesUsed()).isLessThanOrEqualTo(QUOTA);
        assertThat(folder.path().toFile().list())
                .containsExactlyInAnyOrder(
                        "index.m3u8", "0.ts", "5.ts", "6.ts", "7.ts", "8.ts", "9.ts");
    }

    @Test
    void whatIsInUseIsNotRemovedButDoesNotFit() throws IOException {
        write("0.ts", 600, 0);
        write("1.ts", 600, 1);
        Files.writeString(folder.path().resolve("index.m3u8"), "0.ts\n1.ts\n");
        assertThat(folder.trim()).isFalse();
        assertThat(folder.find("0.ts")).isPresent();
    }

    @Test
    @DisplayName("V8: nothing is left of it, and nothing else is touched")
    void removingFollowsNoLinks() throws IOException {
        Path precious = Files.writeString(temp.resolve("precious.ts"), "mine");
        Path other = Files.createDirectories(temp.resolve("other"));
        Files.writeString(other.resolve("a.ts"), "mine, too");
        Files.createSymbolicLink(folder.path().resolve("link.ts"), precious);
        Files.createSymbolicLink(folder.path().resolve("folder"), other);
        write("0.ts", 10, 0);
        folder.remove();
        assertThat(folder.path()).doesNotExist();
        assertThat(precious).hasContent("mine");
        assertThat(other.resolve("a.ts")).hasContent("mine, too");
        folder.remove();
    }

    @ParameterizedTest
    @DisplayName("V3: a name is a name of a file, and nothing else")
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../secret.ts",
                "..",
                ".",
                "",
                ".hidden.ts",
                "a/b.ts",
                "a\\b.ts",
                "..\\secret.ts",
                "x.ts\0",
                "%2e%2e%2fsecret.ts",
                "link.ts",
                "x.key",
                "x.ts.sh"
            })
    void onlyFilesInItAreFound(String name) throws IOException {
        Path secret = Files.writeString(temp.resolve("secret.ts"), "secret");
        Files.createSymbolicLink(folder.path().resolve("link.ts"), secret);
        Files.writeString(folder.path().resolve("x.key"), "secret");
        assertThat(folder.find(name)).isEmpty();
        assertThat(folder.find("9".repeat(10_000) + ".ts")).isEmpty();
    }

    @Test
    void whatCannotBeMadeIsSaid() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "no folder");
        assertThatIOException()
                .isThrownBy(() -> new OutputFolder(file.resolve("cam"), QUOTA).make())
                .withMessageContaining("cannot be made");
    }
}
