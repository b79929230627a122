package dev.millrace.edge.source;

import dev.millrace.edge.store.SegmentFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that is replaced whole: after a crash of the process it is the old one or the new one.
final class SmallFile {
    private SmallFile() {}

    /// @param durable whether it must be the new one after a loss of power, too
    static void write(Path file, byte[] bytes, boolean durable) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + SegmentFile.UNFINISHED);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        try (FileChannel out =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            if (durable) {
                out.force(true);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        if (durable) {
            SegmentFile.forceFolder(file);
        }
    }
}
