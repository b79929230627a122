package dev.millrace.rules;

import dev.millrace.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where the modules with Java in them keep their files.
final class Modules {
    static final List<String> NAMES = List.of("media", "client", "bench", "server");

    private Modules() {}

    /// Every file with this ending below a directory of every module, in order.
    static List<Path> files(String directory, String ending) {
        return NAMES.stream()
                .map(module -> Checkout.root().resolve(module).resolve(directory))
                .filter(Files::isDirectory)
                .flatMap(root -> files(root).filter(file -> file.toString().endsWith(ending)))
                .toList();
    }

    /// A path as a person at the top of the checkout would write it.
    static String shown(Path file) {
        return Checkout.root().relativize(file).toString();
    }

    private static Stream<Path> files(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
