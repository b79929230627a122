package dev.millrace.e2e;

import dev.millrace.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A Debian as small as it can be, in a folder: dpkg's database, a shell for the scripts of
/// packages, and a `systemctl` that notes what it is told and knows one unit. Only root may use it;
/// a test without is skipped, and says so.
final class DebianRoot {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    /// The unit is `failed`, `inactive` or `active` as the file says, and enabled if one is there.
    private static final String SYSTEMCTL =
            """
            #!/bin/sh
            echo "$*" >>/calls
            case $* in
            "--quiet is-enabled "*) [ -e /enabled ] ;;
            "show --property ActiveState --value "*) read -r state </state && echo "$state" ;;
            "enable "*) : >/enabled ;;
            "disable "*) rm -f /enabled ;;
            "restart "*) [ ! -e /broken ] && echo active >/state ;;
            "stop "*) echo inactive >/state ;;
            esac
            """;

    private final Path root;

    DebianRoot(Path root) throws IOException {
        Assumptions.assumeTrue(
                System.getProperty("user.name").equals("root"),
                "SKIPPED: dpkg --root and chroot need root");
        this.root = root;
        for (String folder : List.of("var/lib/dpkg/info", "var/lib/dpkg/updates", "bin", "run")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.createFile(root.resolve("var/lib/dpkg/status"));
        Files.writeString(root.resolve("state"), "inactive\n");
        bring("sh");
        bring("rm");
        Path systemctl = Files.writeString(root.resolve("bin/systemctl"), SYSTEMCTL);
        if (!systemctl.toFile().setExecutable(true)) {
            throw new IOException("cannot make %s executable".formatted(systemctl));
        }
    }

    /// With systemd at work.
    DebianRoot booted() throws IOException {
        Files.createDirectories(root.resolve("run/systemd/system"));
        return this;
    }

    Path path(String path) {
        return root.resolve(path);
    }

    /// Runs dpkg, and fails if it does. Of other packages there are none.
    String dpkg(String... arguments) {
        var command = new ArrayList<>(List.of("dpkg", "--root=" + root, "--force-depends"));
        command.addAll(List.of("--force-confdef", "--force-confold", "--no-debsig"));
        command.addAll(List.of(arguments));
        return Program.run(PATIENCE, command.toArray(String[]::new));
    }

    /// How the package is: `install ok installed`.
    String status() throws IOException {
        try (Stream<String> lines = Files.lines(root.resolve("var/lib/dpkg/status"))) {
            return lines.filter(line -> line.startsWith("Status: "))
                    .map(line -> line.substring("Status: ".length()))
                    .findFirst()
                    .orElse("none");
        }
    }

    /// What systemctl was told since this was asked last, without questions.
    List<String> told() throws IOException {
        Path calls = root.resolve("calls");
        if (!Files.exists(calls)) {
            return List.of();
        }
        List<String> lines = Files.readAllLines(calls);
        Files.delete(calls);
        return lines.stream()
                .filter(line -> !line.startsWith("--quiet") && !line.startsWith("show"))
                .map(line -> line.replace(" millrace.service", ""))
                .toList();
    }

    /// Copies a program of this system with what it loads.
    private void bring(String program) throws IOException {
        String path = Program.run(PATIENCE, "sh", "-c", "command -v " + program).strip();
        Files.copy(Path.of(path), root.resolve("bin").resolve(program));
        String loads = Program.run(PATIENCE, "ldd", path);
        for (MatchResult library : LIBRARY.matcher(loads).results().toList()) {
            Path copy = root.resolve(library.group(1).substring(1));
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(library.group(1)), copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
