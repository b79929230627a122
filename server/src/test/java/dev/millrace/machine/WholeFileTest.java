package dev.millrace.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.machine.WholeFile.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WholeFileTest {
    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void isReplacedAndLeavesNothingBeside(Promise promise) throws Exception {
        Path file = folder.resolve("made/for it/state");
        WholeFile.write(file, EnumSet.of(promise), bytes("an old one that is longer"));
        WholeFile.write(file, EnumSet.of(promise), bytes("the "), bytes(""), bytes("new one"));
        assertThat(file).hasContent("the new one");
        try (var files = Files.list(folder.resolve("made/for it"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aPrivateOneIsItsOwnersEvenWhereACrashLeftAnOpenOne() throws Exception {
        Path file = folder.resolve("keys/token");
        WholeFile.write(file, Set.of(Promise.PRIVATE), bytes("old"));
        Files.writeString(folder.resolve("keys/token" + WholeFile.UNFINISHED), "left");
        WholeFile.write(file, Set.of(Promise.PRIVATE), bytes("new"));
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("keys"))).isEqualTo("rwx------");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldOne() throws Exception {
        Path file = folder.resolve("state");
        WholeFile.write(file, Set.of(), bytes("old"));
        Files.createDirectories(folder.resolve("state" + WholeFile.UNFINISHED + "/in the way"));
        assertThatThrownBy(() -> WholeFile.write(file, Set.of(), bytes("new")))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("old");
    }
}
