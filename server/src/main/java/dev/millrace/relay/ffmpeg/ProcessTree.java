package dev.millrace.relay.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The processes that came of one child: those that it forked, and on Linux also those whose
/// parents are gone, by a mark in their environment or by their session.
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");

    /// The session is the fourth word behind the name of the program, which may have spaces.
    private static final int SESSION = 4;

    private ProcessTree() {}

    /// Everything that is left of a child, itself included.
    ///
    /// @param mark a `NAME=value` that only it was given
    static Set<ProcessHandle> of(long pid, String mark) {
        Set<ProcessHandle> tree = marked(mark, pid);
        ProcessHandle.of(pid)
                .ifPresent(root -> {
                    tree.add(root);
                    root.descendants().forEach(tree::add);
                });
        return tree.stream().filter(ProcessHandle::isAlive).collect(Collectors.toSet());
    }

    /// Every process with this in its environment; none where that cannot be seen.
    static Set<ProcessHandle> marked(String mark) {
        return marked(mark, -1);
    }

    private static Set<ProcessHandle> marked(String mark, long session) {
        var found = new HashSet<ProcessHandle>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : all) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != self && (hasMark(process, mark) || isIn(session, process))) {
                    ProcessHandle.of(pid).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            return found; // no Linux
        }
        return found;
    }

    private static boolean hasMark(Path process, String mark) {
        return ("\0" + text(process.resolve("environ")).orElse("")).contains("\0" + mark + "\0");
    }

    private static boolean isIn(long session, Path process) {
        String stat = text(process.resolve("stat")).orElse("");
        String[] words = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return words.length > SESSION && words[SESSION - 1].equals(String.valueOf(session));
    }

    /// Empty for what is gone, or somebody else's.
    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
