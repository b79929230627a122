package dev.millrace.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class LayersTest {
    /// Package, a type in it, and what must be said about it; nothing if it is fine.
    static final List<Arguments> PLANTED =
            List.of(
                    arguments("flv", "long now() { return System.nanoTime(); }", "time is an"),
                    arguments("ts", "Object now() { return java.time.Instant.now(); }", "time is"),
                    arguments("amf", "double any() { return Math.random(); }", "randomness is an"),
                    arguments("rtmp", "java.net.Socket socket;", "its caller has the socket"),
                    arguments("hls", "java.nio.file.Path[] files;", "its caller has the file"),
                    arguments("hls", "java.util.List<java.io.File> files;", "has the file"),
                    arguments("codec", "void log() { System.out.println(); }", "has the log"),
                    arguments("media", "Thread thread;", "it belongs to one thread"),
                    arguments(
                            "bytes",
                            "Runnable r = java.util.concurrent.ForkJoinPool::commonPool;",
                            "it belongs to one thread"),
                    arguments("flv", "org.slf4j.Logger log;", "it has no libraries"),
                    arguments("channel", "org.slf4j.Logger log;", "it has no libraries"),
                    arguments("channel", "java.net.Socket socket;", "its caller has the socket"),
                    arguments("channel", "java.util.concurrent.Semaphore slots;", ""),
                    arguments(
                            "bytes",
                            "dev.millrace.media.Track track;",
                            "bytes may import nothing of ours"),
                    arguments("net", "dev.millrace.config.Config config;", "net may import bytes"),
                    arguments("app", "dev.millrace.config.Config config;", ""),
                    arguments(
                            "channel",
                            "dev.millrace.rtmp.chunk.ChunkReader reader;",
                            "channel may import bytes, delivery, media, timeline"),
                    arguments("gateway.hls", "java.net.Socket socket;", ""),
                    arguments("attic", "", "attic is not in the table of Layers.java"),
                    arguments("media", "dev.millrace.bytes.ByteReader in;", ""),
                    arguments("media", "long max() { return Math.max(1, 2); }", ""));

    @ParameterizedTest
    @FieldSource("PLANTED")
    void findsWhatIsPlanted(String packageName, String member, String message) throws IOException {
        Map<String, String> found =
                Layers.violations(InMemoryCompiler.compile(packageName, member));
        if (message.isEmpty()) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found.values()).isNotEmpty().allMatch(fault -> fault.contains(message));
        }
    }

    @Test
    void everyClassStaysInItsLayer() throws IOException {
        var faults = new ArrayList<String>();
        int classes = 0;
        for (Path file : Modules.files("target/classes", ".class")) {
            Path source = source(file);
            if (Files.exists(source)) {
                classes++;
                Layers.violations(Files.readAllBytes(file))
                        .forEach((use, fault) -> faults.add(message(source, use, fault)));
            }
        }
        assertThat(classes).as("classes of all modules").isGreaterThan(40);
        assertThat(faults).as("see the table in Layers.java").isEmpty();
    }

    /// The file a class was compiled from. Nothing removes the classes of a source that is gone.
    private static Path source(Path classFile) {
        String below = Checkout.root().relativize(classFile).toString();
        return Checkout.root()
                .resolve(
                        below.replace("target/classes", "src/main/java")
                                .replaceFirst("(\\$.*)?\\.class$", ".java"));
    }

    private static String message(Path source, String use, String fault) {
        String last = use.substring(use.lastIndexOf('.') + 1);
        return "%s:%d: %s: %s".formatted(Modules.shown(source), line(source, last), use, fault);
    }

    /// The first line with the word, else the first one.
    private static int line(Path source, String word) {
        List<String> lines = Sources.lines(source);
        return 1
                + IntStream.range(0, lines.size())
                        .filter(i -> lines.get(i).contains(word))
                        .findFirst()
                        .orElse(0);
    }
}
