package dev.millrace.machine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir private Path data;

    @Test
    void oneHasIt() throws Exception {
        Path folder = data.resolve("edge");
        try (var _ = FolderLock.take(folder)) {
            assertThatThrownBy(() -> FolderLock.take(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "another server has the folder %s; give each a data.folder of its own"
                                    .formatted(folder));
            FolderLock.take(data.resolve("another")).close();
        }
        FolderLock.take(folder).close();
    }

    @Test
    void whatAProcessLeftIsNobodys() throws Exception {
        Files.createFile(data.resolve("lock"));
        FolderLock.take(data).close();
    }
}
