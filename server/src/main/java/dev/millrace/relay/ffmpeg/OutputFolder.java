package dev.millrace.relay.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where one relay's FFmpeg writes files, with a limit for what they take: on most devices the
/// folder is memory. Any thread.
public final class OutputFolder {
    private static final Logger LOG = LoggerFactory.getLogger(OutputFolder.class);

    /// What may be fetched: media, playlists and captions, and nothing hidden.
    private static final Pattern NAME =
            Pattern.compile(
                    "[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}\\.(m3u8|ts|m4s|mp4|m4a|aac|vtt|jpg)");

    /// Less than a playlist and a packet or two.
    private static final long ROOM_BYTES_MIN = 64 << 10;

    private final Path path;
    private final long bytesMax;

    private record Item(Path path, long bytes, long writtenMs) {}

    /// @param path below the root of all of them; its parents are made, too
    /// @param bytesMax for all files together
    public OutputFolder(Path path, long bytesMax) {
        this.path = path;
        this.bytesMax = bytesMax;
    }

    Path path() {
        return path;
    }

    /// A file that may be fetched, if there is one of this name.
    ///
    /// @param name from anybody
    public Optional<Path> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Path file = path.resolve(name);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(file)
                : Optional.empty();
    }

    /// Makes it, empty.
    void make() throws IOException {
        remove();
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new IOException("%s cannot be made: %s".formatted(path, e), e);
        }
    }

    /// Removes it with all that is in it.
    void remove() {
        try {
            Files.walkFileTree(path, new Remover());
        } catch (NoSuchFileException e) {
            // It is not there.
        } catch (IOException e) {
            LOG.warn("{} cannot be removed: {}", path, e.toString());
        }
    }

    /// Removes the oldest files until the rest fits. What the playlists name is not removed.
    ///
    /// @return whether it fits
    public boolean trim() throws IOException {
        List<Item> items = items();
        long bytes = items.stream().mapToLong(Item::bytes).sum();
        if (bytes <= bytesMax) {
            return true;
        }
        String inUse = playlists(items);
        items.sort(Comparator.comparingLong(Item::writtenMs));
        for (Item item : items) {
            String name = item.path().getFileName().toString();
            if (bytes > bytesMax && !isPlaylist(name) && !inUse.contains(name)) {
                Files.deleteIfExists(item.path());
                bytes -= item.bytes();
            }
        }
        return bytes <= bytesMax;
    }

    /// Whether the disk has no room for more of them. FFmpeg does not say so: it goes on, with
    /// empty files.
    public boolean isDiskFull() throws IOException {
        try {
            return isFull(path);
        } catch (NoSuchFileException e) {
            return false; // nothing writes here now
        }
    }

    static boolean isFull(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace() < ROOM_BYTES_MIN;
    }

    /// What all files take.
    public long bytesUsed() throws IOException {
        return items().stream().mapToLong(Item::bytes).sum();
    }

    private List<Item> items() throws IOException {
        var items = new ArrayList<Item>();
        if (!Files.isDirectory(path)) {
            return items;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes it) {
                        items.add(new Item(file, it.size(), it.lastModifiedTime().toMillis()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE; // gone in the meantime
                    }
                });
        return items;
    }

    private static String playlists(List<Item> items) throws IOException {
        var text = new StringBuilder();
        for (Item item : items) {
            if (isPlaylist(item.path().getFileName().toString())) {
                text.append(read(item.path())).append('\n');
            }
        }
        return text.toString();
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static boolean isPlaylist(String name) {
        return name.endsWith(".m3u8");
    }

    /// Does not follow links.
    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
