package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testing.Checkout;
import dev.millrace.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The scripts of the Debian package, as dpkg runs them: installing, updating, removing, purging,
/// and what is broken off. The package here has them, the configuration, and no program;
/// `PackageTest` has the whole.
@Tag("slow")
class DebianPackageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String CONFIGURATION = "etc/millrace/millrace.yaml";

    @TempDir private Path temp;
    private DebianRoot debian;

    @BeforeEach
    void make() throws IOException {
        debian = new DebianRoot(Files.createDirectory(temp.resolve("root")));
    }

    private String build(String version) throws IOException {
        Path tree = temp.resolve("tree " + version);
        Path control = Files.createDirectories(tree.resolve("DEBIAN"));
        Path packaging = Checkout.root().resolve("packaging");
        String filled =
                Files.readString(packaging.resolve("deb/control"))
                        .replace("@DEBIAN_VERSION@", version)
                        .replace("@ARCHITECTURE@", "all")
                        .replace("@KILOBYTES@", "1");
        Files.writeString(control.resolve("control"), filled);
        Files.writeString(control.resolve("conffiles"), "/" + CONFIGURATION + "\n");
        for (String script : List.of("postinst", "prerm", "postrm")) {
            write(control.resolve(script), Files.readString(packaging.resolve("deb/" + script)));
        }
        Files.createDirectories(tree.resolve(CONFIGURATION).getParent());
        String shipped = Files.readString(packaging.resolve("millrace.yaml")) + "# " + version;
        Files.writeString(tree.resolve(CONFIGURATION), shipped);
        return pack(tree);
    }

    private static void write(Path script, String text) throws IOException {
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String pack(Path tree) {
        String deb = tree + ".deb";
        Program.run(
                PATIENCE,
                "dpkg-deb",
                "--root-owner-group",
                "-Znone",
                "--build",
                tree.toString(),
                deb);
        return deb;
    }

    private void installed() throws IOException {
        debian.booted().dpkg("-i", build("1.0"));
        assertThat(debian.told()).containsExactly("daemon-reload", "enable", "restart");
    }

    @Test
    void itStartsWithTheSystemAndNow() throws IOException {
        installed();
        assertThat(debian.status()).isEqualTo("install ok installed");
        assertThat(debian.path("run/millrace.before")).doesNotExist();
    }

    @Test
    void withoutSystemdNothingIsStarted() throws IOException {
        debian.dpkg("-i", build("1.0"));
        debian.dpkg("-i", build("2.0"));
        debian.dpkg("-P", "millrace");
        assertThat(debian.told()).isEmpty();
        assertThat(debian.path(CONFIGURATION)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "failed", "activating"})
    void anUpdateStartsWhatRanOrShouldHave(String state) throws IOException {
        installed();
        Files.writeString(debian.path("state"), state + "\n");
        debian.dpkg("-i", build("2.0"));
        assertThat(debian.told()).containsExactly("stop", "daemon-reload", "enable", "restart");
        assertThat(debian.path("run/millrace.before")).doesNotExist();
    }

    @Test
    void anUpdateLeavesAloneWhatSomebodyStoppedOrDisabled() throws IOException {
        installed();
        Files.writeString(debian.path("state"), "inactive\n");
        debian.dpkg("-i", build("2.0"));
        assertThat(debian.told()).containsExactly("stop", "daemon-reload", "enable");
        Files.delete(debian.path("enabled"));
        debian.dpkg("-i", build("3.0"));
        assertThat(debian.told()).containsExactly("stop", "daemon-reload");
        assertThat(debian.path("state")).hasContent("inactive");
    }

    @Test
    void anUpdateKeepsTheConfiguration() throws IOException {
        installed();
        Files.writeString(debian.path(CONFIGURATION), "rtmp: {listen: \":1936\"}\n");
        debian.dpkg("-i", build("2.0"));
        assertThat(debian.path(CONFIGURATION)).hasContent("rtmp: {listen: \":1936\"}");
        assertThat(debian.path(CONFIGURATION + ".dpkg-dist")).content().endsWith("# 2.0");
    }

    @Test
    void anUpdateThatIsBrokenOffLeavesItRunning() throws IOException {
        installed();
        build("2.0");
        write(temp.resolve("tree 2.0/DEBIAN/preinst"), "#!/bin/sh\nexit 1\n");
        String broken = pack(temp.resolve("tree 2.0"));
        assertThatThrownBy(() -> debian.dpkg("-i", broken))
                .hasMessageContaining("pre-installation");
        assertThat(debian.told()).containsExactly("stop", "daemon-reload", "enable", "restart");
        assertThat(debian.path("state")).hasContent("active");
        assertThat(debian.status()).isEqualTo("install ok installed");
    }

    @Test
    void oneThatDoesNotStartIsInstalledAllTheSame() throws IOException {
        Files.createFile(debian.path("broken"));
        String said = debian.booted().dpkg("-i", build("1.0"));
        assertThat(said).contains("millrace: it does not start; journalctl -u millrace says why");
        assertThat(debian.status()).isEqualTo("install ok installed");
    }

    @Test
    void removedItIsGoneAndItsConfigurationAndStateStay() throws IOException {
        installed();
        Files.writeString(debian.path(CONFIGURATION), "# mine\n");
        Path state = Files.createDirectories(debian.path("var/lib/private/millrace"));
        debian.dpkg("-r", "millrace");
        assertThat(debian.told()).containsExactly("disable", "stop", "daemon-reload");
        assertThat(debian.path(CONFIGURATION)).hasContent("# mine");
        assertThat(state).exists();
        assertThat(debian.path("run/millrace.before")).doesNotExist();
        debian.dpkg("-i", build("2.0"));
        assertThat(debian.told()).containsExactly("daemon-reload", "enable", "restart");
        assertThat(debian.path(CONFIGURATION)).hasContent("# mine");
    }

    @Test
    void purgedNothingOfItIsLeft() throws IOException {
        installed();
        Path state = Files.createDirectories(debian.path("var/lib/private/millrace"));
        Files.writeString(state.resolve("numbers"), "1\n");
        Files.createSymbolicLink(debian.path("var/lib/millrace"), Path.of("private/millrace"));
        debian.dpkg("-P", "millrace");
        assertThat(debian.told())
                .containsExactly("disable", "stop", "daemon-reload", "daemon-reload");
        assertThat(state).doesNotExist();
        assertThat(Files.isSymbolicLink(debian.path("var/lib/millrace"))).isFalse();
        assertThat(debian.path("etc/millrace")).doesNotExist();
    }

    /// Certificates and the like.
    @Test
    void whatIsNotOursStays() throws IOException {
        installed();
        Path key = Files.writeString(debian.path("etc/millrace/key.pem"), "mine");
        debian.dpkg("-P", "millrace");
        assertThat(key).exists();
    }
}
