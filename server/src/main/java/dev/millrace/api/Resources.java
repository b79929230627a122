package dev.millrace.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Files that are part of the program.
final class Resources {
    private Resources() {}

    /// A file beside `type`, which must be there.
    static byte[] read(Class<?> type, String name) {
        try (InputStream in = type.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("%s is missing beside %s".formatted(name, type));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
