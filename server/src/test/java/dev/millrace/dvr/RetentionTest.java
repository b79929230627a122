package dev.millrace.dvr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private RecordingFolder folder;

    @BeforeEach
    void threeRecordings() throws IOException {
        folder = new RecordingFolder(temporary, Disk.REAL, 0, ZoneOffset.UTC);
        file("live/a.flv", 3);
        file("live/b.mp4", 2);
        file("live/c.flv", 1);
        file("live/d.flv.part", 9);
        file("notes.txt", 9);
    }

    private void file(String path, int hoursOld) throws IOException {
        Path file = temporary.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[1_000]);
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofHours(hoursOld))));
    }

    @Test
    void theOldAreDeleted() throws IOException {
        apply(new Retention(Optional.of(Duration.ofMinutes(90)), Optional.empty()));
        assertThat(left()).containsExactly("live/c.flv");
    }

    @Test
    void theOldestAreDeletedWhileThereIsTooMuch() throws IOException {
        apply(new Retention(Optional.empty(), Optional.of(2_500L)));
        assertThat(left()).containsExactly("live/c.flv", "live/b.mp4");
        assertThat(temporary.resolve("live/d.flv.part")).exists();
        assertThat(temporary.resolve("notes.txt")).exists();
    }

    @Test
    void everythingIsKeptWhereNothingIsSet() throws IOException {
        apply(Retention.ALL);
        assertThat(left()).containsExactly("live/c.flv", "live/b.mp4", "live/a.flv");
    }

    @Test
    void onlyWhatIsDoneAndInsideIsFoundAndDeleted() throws IOException {
        assertThat(folder.find("live/a.flv")).isPresent();
        for (String path :
                List.of(
                        "../x.flv",
                        "live/../live/a.flv",
                        "/live/a.flv",
                        "live//a.flv",
                        "live",
                        "live/d.flv.part",
                        "notes.txt",
                        "live\\a.flv",
                        "")) {
            assertThat(folder.find(path)).as(path).isEmpty();
            assertThat(folder.delete(path)).as(path).isFalse();
        }
        assertThat(folder.delete("live/a.flv")).isTrue();
        assertThat(left()).containsExactly("live/c.flv", "live/b.mp4");
    }

    private void apply(Retention retention) throws IOException {
        retention.apply(folder, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private List<String> left() throws IOException {
        return folder.list().stream().map(RecordingFolder.Recording::path).toList();
    }
}
