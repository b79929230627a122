package dev.millrace.edge.store;

import dev.millrace.machine.WholeFile;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of segment files, a folder in it for each source. Whoever has one has it alone.
public final class SegmentFolder {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFolder.class);
    private static final String EXTENSION = ".seg";
    private static final int KEY_LENGTH = 16;

    private final Path root;

    /// A file that was found.
    public record Found(SegmentHead head, Path file) {}

    public SegmentFolder(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    /// A name for files of a source, whatever characters its own has.
    public static String key(String source) {
        return SegmentId.hash(source.getBytes(StandardCharsets.UTF_8)).substring(0, KEY_LENGTH);
    }

    /// Where a segment is kept. Its folder is there when this returns.
    public Path place(String source, Segment segment) throws IOException {
        Path folder = root.resolve(key(source));
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            WholeFile.force(root);
        }
        return folder.resolve(segment.id().name() + EXTENSION);
    }

    /// All that is there. What a crash has left unfinished is removed; what cannot be read is said,
    /// and left for a person to look at under another name.
    public List<Found> scan() throws IOException {
        Files.createDirectories(root);
        var found = new ArrayList<Found>();
        for (Path folder : list(root)) {
            if (Files.isDirectory(folder)) {
                for (Path file : list(folder)) {
                    scan(file, found);
                }
            }
        }
        return found;
    }

    private static void scan(Path file, List<Found> found) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(WholeFile.UNFINISHED)) {
            Files.deleteIfExists(file);
        } else if (name.endsWith(EXTENSION)) {
            try {
                found.add(new Found(SegmentFile.readHead(file), file));
            } catch (BadSegmentFileException e) {
                LOG.error("{} is not used: {}", file, e.getMessage());
                Files.move(
                        file,
                        file.resolveSibling(name + ".bad"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
