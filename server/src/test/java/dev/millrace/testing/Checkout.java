package dev.millrace.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/// The directory with the sources of Millrace.
public final class Checkout {
    private Checkout() {}

    /// Found upwards from the working directory, which is a module under Maven and may be the
    /// checkout itself in an editor.
    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("millrace"))) {
            Path parent = directory.getParent();
            if (parent == null) {
                throw new IllegalStateException("not inside a checkout of Millrace");
            }
            directory = parent;
        }
        return directory;
    }
}
