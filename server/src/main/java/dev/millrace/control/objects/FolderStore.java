package dev.millrace.control.objects;

import dev.millrace.machine.WholeFile;
import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Objects as files of a folder, each at the path that its key is. Any thread.
///
/// An object is written under another name, beside all objects, and gets its own when it is whole
/// and on the disk; so whatever stands under a key is the object.
final class FolderStore implements ObjectStore {
    /// Where objects are while they are written. No key begins with this.
    static final String INCOMING = ".incoming";

    /// Nobody writes for so long; what is older was left by a crash.
    private static final Duration WRITING_MAX = Duration.ofHours(1);

    private final Path root;

    private FolderStore(Path root) {
        this.root = root;
    }

    /// Opens it, makes the folder if it is not there, and clears away what a crash has left.
    static FolderStore open(Path root) throws IOException {
        Path incoming = root.resolve(INCOMING);
        Files.createDirectories(incoming);
        WholeFile.force(root);
        Instant before = Instant.now().minus(WRITING_MAX);
        for (Child child : children(incoming, "", "")) {
            if (Files.getLastModifiedTime(child.path()).toInstant().isBefore(before)) {
                Files.deleteIfExists(child.path());
            }
        }
        return new FolderStore(root);
    }

    @Override
    public void put(String key, byte[] bytes, String hash) throws IOException {
        Path file = file(key);
        if (!SegmentId.hash(bytes).equals(hash)) {
            throw new IOException(
                    "%s has not the bytes that its hash says; nothing was stored".formatted(key));
        }
        makeFolders(folderOf(file));
        Path fresh = root.resolve(INCOMING).resolve(UUID.randomUUID().toString());
        try {
            write(fresh, bytes);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        WholeFile.force(folderOf(file));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /// Makes a folder and those above it; each is in the one above for good when this returns.
    private void makeFolders(Path folder) throws IOException {
        if (folder.equals(root) || Files.isDirectory(folder)) {
            return;
        }
        makeFolders(folderOf(folder));
        Files.createDirectories(folder);
        WholeFile.force(folderOf(folder));
    }

    @Override
    public byte[] get(String key) throws IOException {
        try {
            return Files.readAllBytes(file(key));
        } catch (NoSuchFileException e) {
            throw noSuchObject(key, e);
        }
    }

    private static NoSuchObjectException noSuchObject(String key, Exception cause) {
        var exception = new NoSuchObjectException(key);
        exception.initCause(cause);
        return exception;
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(file(key));
    }

    private Path file(String key) {
        Path file = root.resolve(ObjectKey.checked(key));
        if (file.startsWith(root.resolve(INCOMING))) {
            throw new IllegalArgumentException("no key begins with " + INCOMING);
        }
        return file;
    }

    private static Path folderOf(Path file) {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is in no folder");
        }
        return folder;
    }

    @Override
    public List<StoredObject> list(Optional<String> afterKey, int limit) throws IOException {
        var found = new ArrayList<StoredObject>();
        list(root, "", afterKey.orElse(""), limit, found);
        return found;
    }

    /// @param prefix what the keys of the files in this folder begin with
    private static void list(
            Path folder, String prefix, String after, int limit, List<StoredObject> found)
            throws IOException {
        for (Child child : children(folder, prefix, after)) {
            if (found.size() == limit) {
                return;
            }
            if (child.isFolder()) {
                list(child.path(), child.place(), after, limit, found);
            } else {
                add(child, found);
            }
        }
    }

    private static void add(Child child, List<StoredObject> found) throws IOException {
        try {
            var attributes = Files.readAttributes(child.path(), BasicFileAttributes.class);
            Instant storedAt = attributes.lastModifiedTime().toInstant();
            found.add(new StoredObject(child.place(), attributes.size(), storedAt));
        } catch (NoSuchFileException _) {
            // It was deleted a moment ago, and so there is nothing to list.
        }
    }

    /// A file or folder.
    ///
    /// @param place its key; for a folder, what the keys of all in it begin with
    private record Child(Path path, String place, boolean isFolder) {}

    /// What in a folder may have objects behind a key, in the order of their keys.
    private static List<Child> children(Path folder, String prefix, String after)
            throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.flatMap(path -> child(path, prefix + path.getFileName(), after))
                    .sorted(Comparator.comparing(Child::place))
                    .toList();
        } catch (UncheckedIOException e) {
            throw new IOException(folder + " cannot be read", e);
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private static Stream<Child> child(Path path, String key, String after) {
        String below = key + "/";
        boolean hasMore = below.compareTo(after) > 0 || after.startsWith(below);
        // Most are passed already, and are not looked at any closer.
        boolean isPassed = !hasMore && key.compareTo(after) <= 0;
        if (isPassed || key.equals(INCOMING) || !ObjectKey.isKey(key)) {
            return Stream.empty();
        }
        boolean isFolder = Files.isDirectory(path);
        if (isFolder ? hasMore : key.compareTo(after) > 0) {
            return Stream.of(new Child(path, isFolder ? below : key, isFolder));
        }
        return Stream.empty();
    }

    @Override
    public String describe() {
        return "the folder " + root;
    }

    @Override
    public void close() {}
}
