package dev.millrace.e2e;

import dev.millrace.app.Millrace;
import dev.millrace.testing.Checkout;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The server as a build would have it, `millrace.jar` and `lib/`, made of what the tests run with.
final class ProgramFiles {
    /// Of all libraries on the class path those of the program, by their place in a repository.
    private static final List<String> LIBRARIES =
            List.of(
                    "ch/qos/logback",
                    "com/github/ben-manes/caffeine",
                    "com/zaxxer/HikariCP",
                    "info/picocli",
                    "io/micrometer",
                    "io/prometheus",
                    "org/eclipse/jetty",
                    "org/hdrhistogram",
                    "org/postgresql",
                    "org/reactivestreams",
                    "org/slf4j",
                    "org/snakeyaml",
                    "org/xerial",
                    "software/amazon",
                    "tools/jackson/core/jackson-core",
                    "tools/jackson/dataformat");

    private ProgramFiles() {}

    /// Puts them into a folder, which is returned.
    static Path in(Path folder) throws IOException {
        Path lib = Files.createDirectory(folder.resolve("lib"));
        Path server = Path.of("");
        String classPath = System.getProperty("java.class.path");
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (path.endsWith("server/target/classes")) {
                server = path;
            } else if (path.endsWith("target/classes")) {
                String name = path.getName(path.getNameCount() - 3) + ".jar";
                jar(path, lib.resolve(name), new Manifest());
            } else if (isModule(path) || LIBRARIES.stream().anyMatch(entry::contains)) {
                Files.copy(path, lib.resolve(path.getFileName()));
            }
        }
        jar(server, folder.resolve("millrace.jar"), manifest(lib));
        return folder;
    }

    /// Another module of this build, where that has made jars before it tests.
    private static boolean isModule(Path path) {
        return path.startsWith(Checkout.root()) && path.toString().matches(".*/target/[^/]+\\.jar");
    }

    private static Manifest manifest(Path lib) throws IOException {
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Millrace.class.getName());
        attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2.3-TEST");
        try (Stream<Path> jars = Files.list(lib)) {
            String all = jars.map(it -> "lib/" + it.getFileName()).collect(Collectors.joining(" "));
            attributes.put(Attributes.Name.CLASS_PATH, all);
        }
        return manifest;
    }

    private static void jar(Path classes, Path jar, Manifest manifest) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(out, classes.relativize(file).toString(), file);
            }
        }
    }

    private static void add(JarOutputStream jar, String name, Path file) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        Files.copy(file, jar);
        jar.closeEntry();
    }
}
