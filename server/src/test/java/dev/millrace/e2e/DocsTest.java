package dev.millrace.e2e;

import dev.millrace.app.Server;
import dev.millrace.config.Config;
import dev.millrace.config.ConfigException;
import dev.millrace.testing.Checkout;
import dev.millrace.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every command in a `sh` block of README and docs works, in order, against a server with the
/// demo. The ports in the text become those of the test's server.
@Tag("slow")
class DocsTest {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    @Timeout(300)
    void everyCommandWorks(@TempDir Path folder) throws IOException, ConfigException {
        var config = Config.of("rtmp.listen=127.0.0.1:0", "http.listen=127.0.0.1:0");
        installLauncher(folder);
        try (Server server = Server.start(config, true)) {
            String rtmp = "localhost:" + port(server, "rtmp");
            String http = "localhost:" + port(server, "http");
            for (Path page : pages()) {
                var blocks = BLOCK.matcher(Files.readString(page));
                while (blocks.find()) {
                    String commands =
                            blocks.group(1)
                                    .replace("rtmp://localhost", "rtmp://" + rtmp)
                                    .replace("localhost:8080", http);
                    run(page, commands, folder);
                }
            }
        }
    }

    /// The real one would build first, while a build runs this; LauncherTest has it.
    static void installLauncher(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String classPath = System.getProperty("java.class.path");
        Path launcher =
                Files.writeString(
                        folder.resolve("millrace"),
                        """
                        #!/bin/sh
                        exec '%s' -cp '%s' dev.millrace.app.Millrace "$@"
                        """
                                .formatted(java, classPath));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }

    private static void run(Path page, String commands, Path folder) {
        try (var shell = Program.start("sh", "-ec", "cd '%s'\n%s".formatted(folder, commands))) {
            if (shell.await(PATIENCE) != 0) {
                throw new AssertionError(
                        "%s: this fails:%n%s%n%s".formatted(page, commands, shell.output()));
            }
        }
    }

    private static List<Path> pages() throws IOException {
        Path root = Checkout.root();
        try (var docs = Files.list(root.resolve("docs"))) {
            return java.util.stream.Stream.concat(
                            java.util.stream.Stream.of(root.resolve("README.md")),
                            docs.filter(page -> page.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    private static int port(Server server, String protocol) {
        return java.util.Objects.requireNonNull(server.addresses().get(protocol)).getPort();
    }
}
