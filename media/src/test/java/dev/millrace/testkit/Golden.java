package dev.millrace.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Samples that lie beside a test class, and dumps of what we make of them. `-Dgolden=write`
/// records the dumps anew; their difference is then reviewed like code.
public final class Golden {
    private static final boolean WRITE = "write".equals(System.getProperty("golden"));

    private Golden() {}

    /// Compares `actual` with the resource `name` beside `test`.
    public static void check(Class<?> test, String name, String actual) {
        if (WRITE) {
            write(test, name, actual);
        } else {
            assertThat(actual).as(name).isEqualTo(new String(sample(test, name), UTF_8));
        }
    }

    /// The resource `name` beside `test`.
    public static byte[] sample(Class<?> test, String name) {
        try (InputStream in = test.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError(name + " is missing; run with -Dgolden=write");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Class<?> test, String name, String text) {
        Path folder = Path.of("src/test/resources", test.getPackageName().replace('.', '/'));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
