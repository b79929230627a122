package dev.millrace.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/// A disk in memory that is soon full. Only root may have one; a test without it is skipped, and
/// says so.
public final class Tmpfs implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;

    private Tmpfs(Path folder) {
        this.folder = folder;
    }

    /// Mounts one, or skips the test.
    ///
    /// @param options as `mount -o` takes them: `size=1m,nr_inodes=2`
    public static Tmpfs mount(Path folder, String options) throws IOException {
        Files.createDirectories(folder);
        try (var mount =
                Program.start("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString())) {
            boolean mounted = mount.await(PATIENCE) == 0;
            Assumptions.assumeTrue(
                    mounted, () -> "SKIPPED: a full RAM disk needs root: " + mount.output());
        }
        return new Tmpfs(folder);
    }

    /// Makes it larger or smaller.
    public void resize(String options) {
        Program.run(PATIENCE, "mount", "-o", "remount," + options, folder.toString());
    }

    /// Whoever still has a file open does not keep it.
    @Override
    public void close() {
        Program.run(PATIENCE, "umount", "-l", folder.toString());
    }
}
