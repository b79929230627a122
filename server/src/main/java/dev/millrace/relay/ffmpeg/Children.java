package dev.millrace.relay.ffmpeg;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All programs that this server started, noted in a folder: what a server leaves behind that was
/// killed itself, the next one finds there and ends. Any thread.
public final class Children implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Children.class);

    /// Why a relay does not go on then.
    public static final String DISK_FULL = "the disk of ffmpeg.folder is full";

    /// In the environment of every child: whose it is.
    private static final String ROOT_MARK = "MILLRACE_RELAY_ROOT";

    /// In the environment of every child: which one it is.
    private static final String CHILD_MARK = "MILLRACE_RELAY_CHILD";

    /// Gives a child a session of its own, out of reach of the terminal.
    private static final boolean HAS_SETSID = Child.isOnPath("setsid");

    private final Path root;
    private final Path notes;
    private final FileChannel lockFile;

    private Children(Path root, FileChannel lockFile) throws IOException {
        this.root = root;
        this.notes = Files.createDirectories(root.resolve("children"));
        this.lockFile = lockFile;
    }

    /// Takes the folder, and ends what an earlier server left running.
    ///
    /// @param root made if it is not there; nothing outside is touched
    /// @throws IOException if it cannot be written, or another server uses it
    public static Children open(Path root) throws IOException {
        Path place = root.toAbsolutePath().normalize();
        try {
            Files.createDirectories(place);
            var lockFile =
                    FileChannel.open(
                            place.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                return open(place, lockFile);
            } catch (IOException | RuntimeException e) {
                lockFile.close(); // or the next attempt would find itself in the way
                throw e;
            }
        } catch (IOException e) {
            throw new IOException(
                    "ffmpeg.folder %s cannot be used: %s".formatted(place, why(e)), e);
        }
    }

    private static Children open(Path place, FileChannel lockFile) throws IOException {
        if (!isLocked(lockFile)) {
            throw new IOException("another server uses it; give this one another ffmpeg.folder");
        }
        var children = new Children(place, lockFile);
        children.endLeftovers();
        return children;
    }

    /// In words: the system's own if there are any, without the path, which stands beside it.
    private static String why(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e.getClass() == IOException.class
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName().replace("Exception", "");
    }

    /// False if another process has it, or this one already.
    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    public Path root() {
        return root;
    }

    /// Starts a program with an empty standard input.
    ///
    /// @param said takes the lines of its standard error, on a thread of its own
    Child start(List<String> words, Map<String, String> environment, Consumer<String> said)
            throws IOException {
        return start(words, environment, false, said);
    }

    /// Starts a program.
    ///
    /// @param isFed whether somebody writes to its standard input; else that is empty
    /// @param said takes the lines of its standard error, on a thread of its own
    Child start(
            List<String> words,
            Map<String, String> environment,
            boolean isFed,
            Consumer<String> said)
            throws IOException {
        var command = new ArrayList<String>();
        if (HAS_SETSID) {
            command.add("setsid");
        }
        command.addAll(words);
        String id = UUID.randomUUID().toString();
        var builder = new ProcessBuilder(command);
        if (!isFed) {
            builder.redirectInput(Path.of("/dev/null").toFile());
        }
        builder.environment().putAll(environment);
        builder.environment().put(ROOT_MARK, root.toString());
        builder.environment().put(CHILD_MARK, id);
        Process process = builder.start();
        var child = new Child(process, CHILD_MARK + "=" + id, said, this::forget);
        try {
            note(process);
            return child;
        } catch (IOException e) {
            child.end(); // nobody else knows of it
            // It may have been quick to fill it.
            String why = OutputFolder.isFull(root) ? DISK_FULL : notWritten(e);
            throw new IOException(why, e);
        }
    }

    private String notWritten(IOException e) {
        return "ffmpeg.folder %s cannot be written: %s".formatted(root, why(e));
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("{} cannot be closed: {}", root, e.toString());
        }
    }

    private void note(Process process) throws IOException {
        Files.writeString(notes.resolve(String.valueOf(process.pid())), born(process.toHandle()));
    }

    private void forget(Child child) {
        try {
            Files.deleteIfExists(notes.resolve(String.valueOf(child.pid())));
        } catch (IOException e) {
            LOG.warn("{} cannot be tidied: {}", notes, e.toString());
        }
    }

    /// Tells two processes apart that had the same number one after the other.
    private static String born(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private void endLeftovers() throws IOException {
        try (DirectoryStream<Path> noted = Files.newDirectoryStream(notes, "[0-9]*")) {
            for (Path note : noted) {
                String born = read(note);
                long pid = Long.parseLong(note.getFileName().toString());
                ProcessHandle.of(pid)
                        .filter(process -> !born.isEmpty() && born(process).equals(born))
                        .ifPresent(process -> kill(ProcessTree.of(pid, ownMark())));
                Files.deleteIfExists(note);
            }
        }
        kill(ProcessTree.marked(ownMark()));
    }

    private static String read(Path note) throws IOException {
        try {
            return Files.readString(note);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private String ownMark() {
        return ROOT_MARK + "=" + root;
    }

    private static void kill(Set<ProcessHandle> processes) {
        for (ProcessHandle process : processes) {
            LOG.warn("an earlier server left process {} behind; it is ended", process.pid());
            process.destroyForcibly();
        }
    }
}
