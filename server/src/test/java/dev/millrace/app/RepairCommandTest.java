package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.control.objects.ObjectStore;
import dev.millrace.control.objects.ObjectStores;
import dev.millrace.segment.SegmentId;
import dev.millrace.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;

class RepairCommandTest {
    private final Instant longAgo = Instant.now().minus(Duration.ofHours(3));

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    private String said = "";

    private String configuration = "";

    /// Runs it as a process of its own, and returns its exit code.
    private int run(String... more) throws Exception {
        Path file = folder.resolve("millrace.yaml");
        Files.writeString(file, "data: {folder: '%s'}\n%s".formatted(folder, configuration));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<String>();
        command.addAll(List.of(java, "-XX:TieredStopAtLevel=1"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Millrace.class.getName(), "control", "repair"));
        command.addAll(List.of("--config", file.toString()));
        command.addAll(List.of(more));
        try (Program program = Program.start(command.toArray(String[]::new))) {
            int code = program.await(Duration.ofSeconds(90));
            said = program.output();
            return code;
        }
    }

    /// Puts an object that no segment names, long ago.
    private Path forgotten(Path objects) throws Exception {
        try (ObjectStore store = ObjectStores.open(objects.toString(), objects, Optional.empty())) {
            store.put("gate/1.ts", new byte[1], SegmentId.hash(new byte[1]));
        }
        Path object = objects.resolve("gate/1.ts");
        Files.setLastModifiedTime(object, FileTime.from(longAgo));
        return object;
    }

    @Test
    void mendsWhatIsInTheDataFolder() throws Exception {
        Path object = forgotten(folder.resolve("objects"));
        assertThat(run("--dry-run")).isEqualTo(ExitCode.OK);
        assertThat(object).exists();
        assertThat(run("--may-be-empty")).isEqualTo(ExitCode.OK);
        assertThat(object).doesNotExist();
        assertThat(said)
                .contains("comparing the catalogue in " + folder.resolve("catalogue.db"))
                .contains("gate/1.ts: no segment names it, since " + longAgo)
                .contains("1 objects, 0 stored segments; 1 objects without a segment")
                .doesNotContain("DEBUG", "WARN");
    }

    @Test
    void comparesWhatTheConfigurationSays() throws Exception {
        Path inDataFolder = forgotten(folder.resolve("objects"));
        Path elsewhere = forgotten(folder.resolve("tapes"));
        Path catalogue = folder.resolve("index.db");
        configuration =
                "control: {catalogue: '%s', objects: '%s'}\n"
                        .formatted(catalogue, folder.resolve("tapes"));
        assertThat(run("--may-be-empty")).isEqualTo(ExitCode.OK);
        assertThat(said)
                .contains("comparing the catalogue in %s with the folder ".formatted(catalogue));
        assertThat(elsewhere).doesNotExist();
        assertThat(inDataFolder).exists();
    }

    @Test
    void deletesNothingIfTheCatalogueMayBeTheWrongOne() throws Exception {
        Path object = forgotten(folder.resolve("objects"));
        assertThat(run("--catalogue", folder.resolve("other.db").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(object).exists();
        assertThat(said).contains("other.db knows of no segment", "nothing was", "--may-be-empty");
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThat(run("--objects", "gs://tapes")).isEqualTo(ExitCode.USAGE);
        assertThat(said).contains("objects are at gs://…, but must be at s3://…");
        assertThat(run("--catalogue", "postgresql://u:secret@127.0.0.1:1/x"))
                .isEqualTo(ExitCode.SOFTWARE);
        assertThat(said)
                .contains("the catalogue in PostgreSQL at 127.0.0.1:1/x cannot be reached")
                .doesNotContain("secret");
    }
}
