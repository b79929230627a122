package dev.millrace.app;

import static java.util.jar.Attributes.Name.CLASS_PATH;
import static java.util.jar.Attributes.Name.MAIN_CLASS;
import static java.util.jar.Attributes.Name.MANIFEST_VERSION;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Checkout;
import dev.millrace.testing.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `./millrace` in a checkout of its own, where Maven is a stand-in that needs no time
/// and [EchoProgram] is what it builds. That the real Maven builds the real server is seen by
/// `./check`.
@Tag("slow")
class LauncherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(10);

    /// A space in the path, since people have them.
    @TempDir private Path parent;

    private Path checkout;
    private Path source;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectory(parent.resolve("check out"));
        copy("scripts/toolchain.sh", "", "");
        copy("scripts/java.sh", "", "");
        copy("millrace", "", "");
        write("pom.xml", "");
        write(".mvn/jvm.config", "");
        write("web/index.html", "");
        for (String module : List.of("media", "client", "server", "bench")) {
            write(module + "/pom.xml", "");
            write(module + "/src/main/A.java", "");
        }
        source = checkout.resolve("media/src/main/A.java");
        write(
                        "maven/bin/mvn",
                        """
                        #!/bin/sh
                        cd "$(dirname "$0")/../.."
                        echo "$*" >>calls
                        while [ -e hold ]; do sleep 0.01; done
                        cat complaint 2>/dev/null && exit 1
                        mkdir -p server/target/lib bench/target/lib
                        cp program.jar server/target/millrace.jar
                        cp program.jar bench/target/millrace-bench.jar
                        """)
                .toFile()
                .setExecutable(true);
        makeProgram();
    }

    @Test
    void buildsOnFirstUseAndWhenASourceChanged() throws IOException {
        assertThat(run("one", "two words"))
                .contains("millrace: building", "millrace: built in", "echo [one, two words]");
        assertThat(run("again")).isEqualTo("echo [again] \n");
        Files.setLastModifiedTime(source, Files.getLastModifiedTime(checkout));
        assertThat(run("touched")).isEqualTo("echo [touched] \n");
        Files.writeString(source, "// changed");
        assertThat(run("changed")).contains("built in", "echo [changed]");
        Files.delete(source);
        assertThat(run("gone")).contains("built in", "echo [gone]");
        assertThat(calls()).hasSize(3).allMatch(call -> call.contains("-pl server -am"));
        assertThat(builds()).as("old builds are removed").hasSize(1);
    }

    @Test
    void theLoadGeneratorIsAProgramOfItsOwn() throws IOException {
        assertThat(run("bench", "players")).contains("echo [players]");
        assertThat(run("help", "bench")).isEqualTo("echo [--help] \n");
        assertThat(calls()).singleElement().satisfies(c -> assertThat(c).contains("-pl bench -am"));
    }

    @Test
    void handsOptionsToJava() {
        var environment = environment();
        environment.put("MILLRACE_JAVA_OPTS", "-Xmx64m -Decho=heard");
        assertThat(end(start(environment, "x"), 0)).contains("echo [x] heard");
    }

    @Test
    void aProfileHasOptionsAndACacheOfItsOwn() {
        String training = "training the class cache of this profile";
        String small = "MaxHeapSize=41943040";
        assertThat(serve("--profile", "tiny")).contains(training, small);
        assertThat(serve("--profile=tiny")).doesNotContain(training).contains(small);
        assertThat(serve("--profile", "default")).doesNotContain(training, small);
        assertThat(serve()).doesNotContain(training, small);
    }

    @Test
    void worksThroughALinkFromAnotherDirectory() throws IOException {
        Path link = Files.createSymbolicLink(parent.resolve("link"), checkout.resolve("millrace"));
        var command = List.of("sh", "-c", "cd / && exec \"$0\" x", link.toString());
        assertThat(end(Program.start(environment(), command), 0)).contains("echo [x]");
    }

    @Test
    void severalAtOnceBuildOnce() throws IOException {
        Path hold = write("hold", "");
        List<Program> all =
                Stream.of("a", "b", "c").map(name -> start(environment(), name)).toList();
        await(() -> all.stream().allMatch(program -> program.output().contains("millrace: ")));
        assertThat(all.stream().map(Program::output).sorted())
                .satisfiesExactly(
                        out -> assertThat(out).contains("building"),
                        out -> assertThat(out).contains("waiting for another build"),
                        out -> assertThat(out).contains("waiting for another build"));
        Files.delete(hold);
        assertThat(all.stream().map(program -> end(program, 0)).collect(joining()))
                .contains("echo [a]", "echo [b]", "echo [c]");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void aRunningServerKeepsItsFiles() throws IOException {
        Program server = start(environment(), "serve");
        await(() -> server.output().contains("echo [serve]"));
        Files.writeString(source, "// changed");
        run("x");
        assertThat(builds()).hasSize(2);
        server.kill();
        server.await(PATIENCE);
        Files.writeString(source, "// changed again");
        run("x");
        assertThat(builds()).hasSize(1);
    }

    @Test
    void aFailedBuildShowsItsErrorsAndWhereTheRestIs() throws IOException {
        Path complaint =
                write(
                        "complaint",
                        """
                        [INFO] noise
                        [ERROR] A.java:[1,2] ';' expected
                        [ERROR] Failed to execute goal compile -> [Help 1]
                        [ERROR] To see the full stack trace, re-run Maven with -e
                        [ERROR] [Help 1] http://example.org
                        """);
        Path log = checkout.resolve(".millrace/build-server.log");
        assertThat(end(start(environment(), "x"), 1))
                .isEqualTo(
                        """
                        millrace: building, because it is new or its sources changed
                        millrace: the build failed:
                          A.java:[1,2] ';' expected
                          Failed to execute goal compile
                        millrace: the whole log is %s
                        """
                                .formatted(log));
        assertThat(Files.readString(log)).contains("noise");
        Files.delete(complaint);
        assertThat(run("x")).contains("echo [x]");
    }

    @Test
    void saysWhatToInstall() throws IOException {
        copy("scripts/toolchain.sh", "JDK_VERSION_MIN=25", "JDK_VERSION_MIN=999");
        assertThat(end(start(environment(), "x"), 1))
                .startsWith("millrace: no JDK 999 or newer in JAVA_HOME,")
                .hasLineCount(1);
    }

    private String run(String... arguments) {
        return end(start(environment(), arguments), 0);
    }

    /// What is said until the server runs. Then it is ended.
    private String serve(String... options) {
        var environment = environment();
        environment.put("MILLRACE_JAVA_OPTS", "-XX:+PrintCommandLineFlags");
        String[] all = Stream.concat(Stream.of("serve"), Stream.of(options)).toArray(String[]::new);
        try (Program server = start(environment, all)) {
            await(() -> server.output().contains("echo [serve"));
            return server.output();
        }
    }

    private Program start(Map<String, String> environment, String... arguments) {
        Path script = checkout.resolve("millrace");
        return Program.start(
                environment,
                Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList());
    }

    private static String end(Program program, int code) {
        try (program) {
            assertThat(program.await(PATIENCE)).as(program::output).isEqualTo(code);
            return program.output();
        }
    }

    private Map<String, String> environment() {
        return new HashMap<>(
                Map.of(
                        "TRAINING_SECONDS", "0",
                        "JAVA_HOME", System.getProperty("java.home"),
                        "MAVEN_HOME", checkout.resolve("maven").toString()));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(checkout.resolve("calls"));
    }

    private List<Path> builds() throws IOException {
        try (Stream<Path> files = Files.list(checkout.resolve(".millrace"))) {
            return files.filter(Files::isDirectory).toList();
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /// Takes a script of the real checkout, with one thing changed.
    private void copy(String name, String from, String to) throws IOException {
        String text = Files.readString(Checkout.root().resolve(name));
        assertThat(text).contains(from);
        assertThat(write(name, text.replace(from, to)).toFile().setExecutable(true)).isTrue();
    }

    /// A jar that starts [EchoProgram] from where the tests are.
    private void makeProgram() throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(MAIN_CLASS, EchoProgram.class.getName());
        String classPath =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(joining(" "));
        manifest.getMainAttributes().put(CLASS_PATH, classPath);
        try (var out = Files.newOutputStream(checkout.resolve("program.jar"));
                var jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
    }

    private static void await(BooleanSupplier condition) {
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(untilNs);
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
