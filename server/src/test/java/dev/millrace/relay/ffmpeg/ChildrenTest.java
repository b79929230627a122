package dev.millrace.relay.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.millrace.testing.Tmpfs;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {
    private static final long MIB = 1L << 20;

    @TempDir Path temp;

    private Path disk() {
        return temp.resolve("disk");
    }

    @Test
    void aDiskWithoutRoomIsNamedAndUsedWhenThereIsSome() throws IOException {
        try (var disk = Tmpfs.mount(disk(), "size=64k,nr_inodes=2")) { // itself, and the lock
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatIOException()
                        .isThrownBy(() -> Children.open(disk()))
                        .withMessageContaining("ffmpeg.folder " + disk() + " cannot be used")
                        .withMessageContaining("No space left on device");
            }
            disk.resize("nr_inodes=100");
            try (var children = Children.open(disk())) {
                assertThat(children.root()).isEqualTo(disk());
            }
        }
    }

    @Test
    void aProgramThatCannotBeNotedIsEnded() throws IOException {
        Path pid = temp.resolve("pid");
        var script = List.of("sh", "-c", "echo $$ >'%s'; exec sleep 600".formatted(pid));
        try (var _ = Tmpfs.mount(disk(), "size=64k,nr_inodes=100");
                var children = Children.open(disk())) {
            fill(disk());
            assertThatIOException()
                    .isThrownBy(() -> children.start(script, Map.of(), _ -> {}))
                    .withMessage(Children.DISK_FULL);
            assertThat(ProcessTree.marked("MILLRACE_RELAY_ROOT=" + children.root())).isEmpty();
            assertThat(disk().resolve("children")).isEmptyDirectory();
        }
    }

    private static void fill(Path folder) throws IOException {
        try {
            Files.write(folder.resolve("much"), new byte[1 << 20]);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    /// What it forked counts, too; what is only mapped does not.
    @Test
    void whatAllItsProcessesHoldIsMeasured() throws IOException {
        String hoard = "{ head -c 64M /dev/zero; exec sleep 600; } | tail -c 64M";
        try (var children = Children.open(temp.resolve("root"))) {
            Child child = children.start(List.of("sh", "-c", hoard + "; :"), Map.of(), _ -> {});
            try {
                Waiting.until("it has eaten", () -> measured(child) > 64 * MIB);
                assertThat(measured(child)).isLessThan(200 * MIB);
            } finally {
                child.end();
            }
            assertThat(measured(child)).isZero();
        }
    }

    private static long measured(Child child) {
        return Resident.bytes(ProcessTree.of(child.pid(), "nobody=has this"));
    }
}
