package dev.millrace.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/// Files that are written whole or not at all: whenever the process dies, the old one is there, or
/// the new one. Any thread; a file belongs to whoever writes it.
public final class WholeFile {
    /// How files that are being written end. A crash may leave one; nobody needs it.
    public static final String UNFINISHED = ".new";

    private static final boolean IS_POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private WholeFile() {}

    /// What else is promised of a file.
    public enum Promise {
        /// Only its owner may read it, and look into folders that are made for it.
        PRIVATE,

        /// It is the new one after a loss of power, too, once it is written.
        DURABLE
    }

    /// Writes it, and makes the folder that it is in, if it is not there.
    ///
    /// @param parts one after the other; each is read to its end
    public static void write(Path file, Set<Promise> promises, ByteBuffer... parts)
            throws IOException {
        boolean isPrivate = promises.contains(Promise.PRIVATE);
        Path folder = folderOf(file);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, isPrivate ? owners("rwx------") : usual());
        }
        Path fresh = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(fresh);
        try {
            write(fresh, isPrivate ? owners("rw-------") : usual(), promises, parts);
        } catch (IOException e) {
            Files.deleteIfExists(fresh); // a full disk should not be fuller for it
            throw e;
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        if (promises.contains(Promise.DURABLE)) {
            force(folder);
        }
    }

    private static void write(
            Path fresh, FileAttribute<?>[] attributes, Set<Promise> promises, ByteBuffer... parts)
            throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel out = FileChannel.open(fresh, options, attributes)) {
            while (Arrays.stream(parts).anyMatch(ByteBuffer::hasRemaining)) {
                out.write(parts);
            }
            if (promises.contains(Promise.DURABLE)) {
                out.force(true);
            }
        }
    }

    /// Makes the names in a folder survive a loss of power.
    public static void force(Path folder) throws IOException {
        // Elsewhere a folder cannot be opened.
        if (IS_POSIX) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is in no folder");
        }
        return folder;
    }

    private static FileAttribute<?>[] owners(String permissions) {
        return IS_POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : usual();
    }

    private static FileAttribute<?>[] usual() {
        return new FileAttribute<?>[0];
    }
}
