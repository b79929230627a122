package dev.millrace.dvr;

import dev.millrace.media.ChannelName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder of all recordings. Those that are done have names that end in `.flv` or `.mp4`. Any
/// thread; everything here may take as long as the disk takes.
public final class RecordingFolder {
    private static final long MB = 1 << 20;

    /// To ask the system means to go through all that is mounted. All recorders share the answer.
    private static final long FREE_FOR_NS = Duration.ofSeconds(1).toNanos();

    private final Path folder;
    private final Disk disk;
    private final long reserveBytes;
    private final ZoneId zone;
    private volatile Optional<Free> seen = Optional.empty();

    /// @param reserveBytes of the disk that must stay free
    /// @param zone of the times in names
    public RecordingFolder(Path folder, Disk disk, long reserveBytes, ZoneId zone) {
        this.folder = folder.toAbsolutePath().normalize();
        this.disk = disk;
        this.reserveBytes = reserveBytes;
        this.zone = zone;
    }

    /// A file that is done.
    ///
    /// @param path in the folder, with slashes
    /// @param endedAt when it was written last
    public record Recording(String path, long bytes, Instant endedAt) {}

    /// How much could be written at some moment.
    private record Free(long bytes, long atNs) {}

    public Path path() {
        return folder;
    }

    /// What is in the folder, as a path with slashes.
    String relative(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    /// Refuses to write more than there was room for a moment ago.
    void requireRoom() throws IOException {
        long free = freeBytes();
        if (free <= reserveBytes) {
            throw new IOException(
                    "the disk of %s has %d MB left, and %d MB must stay free (dvr.reserve)"
                            .formatted(folder, free / MB, reserveBytes / MB));
        }
    }

    private long freeBytes() throws IOException {
        long nowNs = System.nanoTime();
        Optional<Free> known = seen.filter(it -> nowNs - it.atNs() < FREE_FOR_NS);
        if (known.isEmpty()) {
            Files.createDirectories(folder);
            known = Optional.of(new Free(disk.freeBytes(folder), nowNs));
            seen = known;
        }
        return known.get().bytes();
    }

    /// A new file, of a name that no other has.
    PartFile create(DvrSettings settings, ChannelName channel, Instant at) throws IOException {
        requireRoom();
        for (int number = 0; ; number++) {
            Optional<PartFile> part = tryCreate(name(settings, channel, at, number));
            if (part.isPresent()) {
                return part.get();
            }
        }
    }

    /// Empty if there is one already, or somebody is writing it.
    private Optional<PartFile> tryCreate(Path file) throws IOException {
        if (Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PartFile.create(file, disk));
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
    }

    /// The file that has this name already, to go on with it.
    Optional<PartFile> reopen(DvrSettings settings, ChannelName channel, Instant at)
            throws IOException {
        requireRoom();
        Path file = name(settings, channel, at, 0);
        Path part = file.resolveSibling(file.getFileName() + PartFile.ENDING);
        if (!Files.exists(file) || Files.exists(part)) {
            return Optional.empty();
        }
        return Optional.of(
                PartFile.open(Files.move(file, part, StandardCopyOption.ATOMIC_MOVE), disk));
    }

    private Path name(DvrSettings settings, ChannelName channel, Instant at, int number)
            throws IOException {
        String name = settings.name().of(channel, at.atZone(zone));
        String suffix = number == 0 ? "" : "-" + number;
        Path file = folder.resolve(name + suffix + settings.format().ending()).normalize();
        Path parent = file.getParent();
        if (parent == null || !file.startsWith(folder)) {
            throw new IOException("%s is not in %s".formatted(file, folder));
        }
        Files.createDirectories(parent);
        return file;
    }

    /// All that are done, the newest first.
    public List<Recording> list() throws IOException {
        var all = new ArrayList<Recording>();
        for (Path file : files()) {
            if (isRecording(file.getFileName().toString())) {
                try {
                    var known = Files.readAttributes(file, BasicFileAttributes.class);
                    all.add(
                            new Recording(
                                    relative(file),
                                    known.size(),
                                    known.lastModifiedTime().toInstant()));
                } catch (NoSuchFileException e) {
                    // It was deleted meanwhile.
                }
            }
        }
        all.sort(
                Comparator.comparing(Recording::endedAt).thenComparing(Recording::path).reversed());
        return all;
    }

    /// Those of a channel, as long as its files are named as they are now.
    public List<Recording> list(ChannelName channel, DvrSettings settings) throws IOException {
        String name = settings.name().pattern(channel).pattern();
        String files = name + "(-\\d+)?\\.(flv|mp4)";
        return list().stream().filter(it -> it.path().matches(files)).toList();
    }

    private static boolean isRecording(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".flv") || lower.endsWith(".mp4");
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// A file that is done, by its path as somebody outside has said it.
    ///
    /// @return empty if there is none, or the path leads out of the folder
    public Optional<Path> find(String path) {
        for (String segment : path.split("/", -1)) {
            boolean isName =
                    !segment.isEmpty()
                            && !segment.equals(".")
                            && !segment.equals("..")
                            && segment.indexOf('\\') < 0
                            && segment.chars().noneMatch(Character::isISOControl);
            if (!isName) {
                return Optional.empty();
            }
        }
        Path file = folder.resolve(path).normalize();
        boolean isOurs = file.startsWith(folder) && isRecording(path) && Files.isRegularFile(file);
        return isOurs ? Optional.of(file) : Optional.empty();
    }

    /// Deletes a file that is done.
    ///
    /// @return whether there was one
    public boolean delete(String path) throws IOException {
        Optional<Path> file = find(path);
        return file.isPresent() && Files.deleteIfExists(file.get());
    }

    /// What somebody has begun to write and not finished.
    List<Path> unfinished() throws IOException {
        return files().stream()
                .filter(file -> file.getFileName().toString().endsWith(PartFile.ENDING))
                .toList();
    }

    /// Finishes a file that was left over, or deletes it, if nothing of it plays.
    ///
    /// @return the file, if there is anything
    Optional<Path> mend(Path unfinished) throws IOException {
        try (PartFile part = PartFile.open(unfinished, disk)) {
            boolean isMp4 = part.file().toString().endsWith(DvrSettings.Format.MP4.ending());
            if (isMp4 ? Mp4File.mend(part) : FlvFile.mend(part)) {
                return Optional.of(part.done());
            }
            part.discard();
            return Optional.empty();
        }
    }
}
