package dev.millrace.interop;

import dev.millrace.testing.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// VLC without a window. It refuses to run as root, and is nobody then: whatever it reads and
/// writes must be in a folder that is open to all.
final class Vlc {
    private static final String NOBODY = "65534";

    private Vlc() {}

    /// @param file what it reads or writes; its home is beside that
    static Program start(Path file, String... arguments) {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY));
            command.add("--clear-groups");
        }
        command.addAll(List.of("cvlc", "--play-and-exit"));
        command.addAll(List.of(arguments));
        return Program.start(Map.of("HOME", file.resolveSibling("home").toString()), command);
    }
}
