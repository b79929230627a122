package dev.millrace.control.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.control.objects.ObjectStore.StoredObject;
import dev.millrace.segment.SegmentId;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest extends ObjectStoreContract {
    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    @Override
    ObjectStore open() throws IOException {
        return ObjectStores.open("", folder, Optional.empty());
    }

    @Test
    void objectsAreFilesThatPeopleFind() throws Exception {
        put("camera/17.ts", bytes(9));
        assertThat(folder.resolve("objects/camera/17.ts")).hasBinaryContent(bytes(9));
        assertThat(store.describe()).isEqualTo("the folder " + folder.resolve("objects"));
    }

    @Test
    void whatACrashHasLeftIsNoObjectAndIsClearedAway() throws Exception {
        Path incoming = folder.resolve("objects/.incoming");
        Path old = Files.writeString(incoming.resolve("old"), "half");
        Path young = Files.writeString(incoming.resolve("young"), "half");
        Instant longAgo = Instant.now().minus(Duration.ofHours(2));
        Files.setLastModifiedTime(old, FileTime.from(longAgo));
        assertThat(keys()).isEmpty();
        assertThatThrownBy(() -> store.get(".incoming/young"))
                .isInstanceOf(IllegalArgumentException.class);
        open().close();
        assertThat(old).doesNotExist();
        assertThat(young).as("somebody may be writing it").exists();
    }

    @Test
    void aFullOrForbiddenFolderIsAnErrorAndLeavesNothing() throws Exception {
        // Where a folder must be made, there is a file.
        Files.writeString(folder.resolve("objects/camera"), "in the way");
        assertThatThrownBy(() -> put("camera/1.ts", bytes(9))).isInstanceOf(IOException.class);
        assertThat(folder.resolve("objects/.incoming")).isEmptyDirectory();
    }

    /// A process is killed in the middle of storing objects, again and again.
    @Test
    void aKilledProcessLeavesWholeObjectsOrNone() throws Exception {
        for (int round = 0; round < 4; round++) {
            int objects = 5 + 7 * round;
            Program writer =
                    Program.start(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FolderStoreWriter.class.getName(),
                            folder.toString(),
                            String.valueOf(round));
            try (writer) {
                Waiting.until(
                        "it stores",
                        Duration.ofSeconds(60),
                        () -> writer.output().lines().count() > objects);
                writer.kill();
                writer.await(Duration.ofSeconds(10));
            }
            checkAll(writer.output());
        }
    }

    private void checkAll(String output) throws IOException {
        List<String> there = keys();
        // The last line may be cut off.
        String whole = output.substring(0, output.lastIndexOf('\n') + 1);
        assertThat(there).containsAll(whole.lines().toList());
        for (StoredObject object : store.list(Optional.empty(), 10_000)) {
            String hash = SegmentId.hash(store.get(object.key()));
            assertThat(object.key()).endsWith("/" + hash);
        }
    }
}
