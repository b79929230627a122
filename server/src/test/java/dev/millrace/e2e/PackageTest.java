package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.testing.Checkout;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `./millrace package` makes, where nothing of Java is installed. The launcher would build
/// first, while a build runs this; so the package is made of the classes that are tested.
@Tag("slow")
@Timeout(600)
class PackageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration A_WHILE = Duration.ofSeconds(30);

    /// Has Java refuse to start if it cannot use the class cache.
    private static final String CACHE_OR_NOTHING = "MILLRACE_JAVA_OPTS=-XX:AOTMode=on";

    @TempDir private static Path parent;

    private static Path output;
    private static Path folder;
    private static String said;

    @BeforeAll
    @Timeout(600) // that of the class is for tests
    static void makePackage() throws IOException {
        output = Files.createDirectory(parent.resolve("out put"));
        Path build = ProgramFiles.in(Files.createDirectory(parent.resolve("build")));
        var command =
                List.of(
                        Checkout.root().resolve("scripts/package").toString(),
                        build.toString(),
                        "--output",
                        output.toString());
        var environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
        try (var making = Program.start(environment, command)) {
            assertThat(making.await(PATIENCE)).as(making::output).isZero();
            said = making.output();
        }
        folder = only(output, "millrace-");
    }

    @Test
    void saysHowLargeItsPartsAre() {
        assertThat(said).containsPattern("\\d+\\.\\d MB  runtime\n");
        assertThat(said).containsPattern("\\d+\\.\\d MB  lib/tiny.aot\n");
        assertThat(said).containsPattern("\\d+\\.\\d MB  %s\n".formatted(folder));
    }

    @Test
    void hasTheModulesThatAreUsedAndNoOther() {
        String java = folder.resolve("runtime/bin/java").toString();
        assertThat(Program.run(A_WHILE, java, "--list-modules").lines())
                .map(line -> line.replaceAll("@.*", ""))
                .containsExactly(
                        "java.base",
                        "java.logging",
                        "java.management",
                        "java.naming",
                        "java.net.http",
                        "java.security.sasl",
                        "java.sql",
                        "java.transaction.xa",
                        "java.xml",
                        "jdk.management",
                        "jdk.unsupported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "tiny"})
    void servesWithoutAnythingInstalled(String profile) throws IOException {
        Path link = parent.resolve("link " + profile);
        Files.createSymbolicLink(link, folder.resolve("bin/millrace"));
        try (var server = serve(link, "--profile", profile);
                var publisher = Clip.PICTURE_AND_SOUND.publishEndlessly(server.rtmp("live/cam"));
                var player = new Watcher(server.rtmp("live/cam"));
                var other = new Watcher(server.http("live/cam.ts"))) {
            Waiting.until(
                    "both see the stream",
                    () -> !player.frames().isEmpty() && !other.frames().isEmpty());
            assertThat(get(server, "api/v2/channels")).contains("live/cam");
            assertThat(get(server, "metrics")).contains("jvm_memory", "process_cpu");
            assertThat(get(server, "")).contains("<html");
            server.program().terminate();
            assertThat(server.program().await(A_WHILE)).as(server.program().output()).isZero();
            assertThat(server.program().output()).doesNotContain("WARN", "ERROR");
            assertThat(publisher.await(A_WHILE)).isNotZero();
        }
    }

    @Test
    void takesItsConfigurationFromTheExample() {
        String file = folder.resolve("millrace.yaml").toString();
        try (var server = serve(folder.resolve("bin/millrace"), "--config", file)) {
            assertThat(get(server, "healthz")).contains("ok");
        }
    }

    @Test
    void saysWhatIsNotInIt() {
        Path launcher = folder.resolve("bin/millrace");
        try (var bench = Program.start("env", "-i", launcher.toString(), "bench", "players")) {
            assertThat(bench.await(A_WHILE)).isEqualTo(2);
            assertThat(bench.output()).contains("in the sources only: bench players");
        }
    }

    @Test
    void isADebianPackage() throws IOException {
        assumeTrue(isThere("dpkg-deb"), "dpkg-deb is not there");
        Path deb = only(output, "millrace_");
        Path root = parent.resolve("root");
        Program.run(PATIENCE, "dpkg-deb", "-R", deb.toString(), root.toString());
        assertThat(Files.readString(root.resolve("DEBIAN/conffiles")))
                .isEqualTo("/etc/millrace/millrace.yaml\n");
        assertThat(Files.getPosixFilePermissions(root.resolve("etc/millrace/millrace.yaml")))
                .as("there may be passwords in it")
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(root.resolve("usr/share/doc/millrace/copyright")).exists();
        assertThat(root.resolve("DEBIAN/postinst")).isExecutable();
        assertThat(root.resolve("DEBIAN/prerm")).isExecutable();
        try (var server = serve(root.resolve("usr/bin/millrace"), "--profile", "tiny")) {
            assertThat(get(server, "healthz")).contains("ok");
        }
        verifyUnit(root);
    }

    /// As far as that can be said of a unit that is not installed.
    private static void verifyUnit(Path root) throws IOException {
        Path unit = root.resolve("usr/lib/systemd/system/millrace.service");
        assertThat(unit).content().contains("ExecStart=/usr/lib/millrace/bin/millrace serve");
        assumeTrue(isThere("systemd-analyze"), "systemd-analyze is not there");
        Path here = Files.createDirectory(root.resolve("verified")).resolve("millrace.service");
        String command = root.resolve("usr/lib/millrace/bin/millrace").toString();
        Files.writeString(
                here, Files.readString(unit).replace("/usr/lib/millrace/bin/millrace", command));
        assertThat(Program.run(A_WHILE, "systemd-analyze", "verify", "--man=no", here.toString()))
                .doesNotContain("millrace.service");
    }

    private static ServerProgram serve(Path launcher, String... options) {
        var start =
                List.of(
                        "env",
                        "-i",
                        CACHE_OR_NOTHING,
                        launcher.toString(),
                        "serve",
                        "--rtmp=127.0.0.1:0",
                        "--http=127.0.0.1:0");
        return ServerProgram.of(
                Program.start(
                        Stream.concat(start.stream(), Stream.of(options)).toArray(String[]::new)));
    }

    private static String get(ServerProgram server, String path) {
        byte[] answer = RunningServer.get(URI.create(server.http(path)));
        return new String(answer, StandardCharsets.UTF_8);
    }

    private static Path only(Path directory, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            var found = files.filter(it -> it.getFileName().toString().startsWith(prefix)).toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    private static boolean isThere(String program) {
        try (var which = Program.start("sh", "-c", "command -v " + program)) {
            return which.await(A_WHILE) == 0;
        }
    }
}
