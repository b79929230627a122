package dev.millrace.control.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.control.upkeep.Repair.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("L17: the object store and the catalogue are brought in step, while recordings run")
class RepairTest extends UpkeepFixture {
    private static final Duration OLD = Duration.ofHours(2);

    private final List<String> said = new ArrayList<>();

    private Summary repair() throws IOException {
        return new Repair(catalogue, objects, () -> now, false, said::add).run();
    }

    @Test
    void findsNothingWhereAllIsWell() throws Exception {
        store(0, 1, 2);
        assertThat(repair()).isEqualTo(new Summary(3, 3, 0, 0, 0, 0));
        assertThat(said).isEmpty();
    }

    @Test
    void deletesObjectsThatNobodyNames() throws Exception {
        store(0, 1);
        put(2, 3);
        age(0, OLD);
        age(2, OLD);
        assertThat(repair()).isEqualTo(new Summary(4, 2, 1, 1, 0, 0));
        assertThat(there(9)).as("3 may be about to get a name").containsExactly(0L, 1L, 3L);
        assertThat(said)
                .singleElement()
                .asString()
                .contains(key(2))
                .endsWith("no segment names it, since " + now.minus(OLD) + "; deleted");
        catalogue.addSegment(source.id(), segment(3), key(3));
        assertThat(stored()).containsExactly(0L, 1L, 3L);
    }

    @Test
    void segmentsWithoutObjectsBecomeLost() throws Exception {
        store(0, 1, 2);
        objects.delete(key(1));
        assertThat(repair()).isEqualTo(new Summary(2, 3, 0, 0, 1, 0));
        assertThat(stored()).containsExactly(0L, 2L);
        assertThat(catalogue.segments(RECORDING, 0, 1).getFirst().isLost()).isTrue();
        assertThat(repair().isClean()).isTrue();
    }

    @Test
    void aDryRunOnlyLooks() throws Exception {
        store(0, 1);
        put(2);
        age(2, OLD);
        objects.delete(key(1));
        var dry = new Repair(catalogue, objects, () -> now, true, said::add);
        assertThat(dry.run()).isEqualTo(new Summary(2, 2, 1, 0, 1, 0));
        assertThat(there(9)).containsExactly(0L, 2L);
        assertThat(stored()).containsExactly(0L, 1L);
        assertThat(said).hasSize(2).noneMatch(line -> line.contains("deleted"));
    }

    @Test
    void damagedObjectsAreNamed() throws Exception {
        store(0);
        Files.writeString(folder.resolve("objects").resolve(key(0)), "something quite different");
        assertThat(repair()).isEqualTo(new Summary(1, 1, 0, 0, 0, 1));
        assertThat(said).singleElement().asString().contains(key(0), "25 bytes");
        assertThat(there(9)).as("left alone").containsExactly(0L);
    }

    @Test
    void whatIsRecordedMeanwhileIsLeftAlone() throws Exception {
        store(0);
        // Between the list of objects and that of segments.
        var again = new boolean[1];
        objects.afterList =
                () -> {
                    if (!again[0]) {
                        again[0] = true;
                        store(1);
                    }
                };
        assertThat(repair().isClean()).isTrue();
        assertThat(stored()).containsExactly(0L, 1L);
        assertThat(there(9)).containsExactly(0L, 1L);
    }

    @Test
    void anOldObjectThatGetsItsNameMeanwhileIsKept() throws Exception {
        put(5);
        age(5, OLD);
        objects.afterList = () -> catalogue.addSegment(source.id(), segment(5), key(5));
        // Its name comes after its object was seen without.
        assertThat(repair().isClean()).isTrue();
        assertThat(there(9)).containsExactly(5L);
        assertThat(stored()).containsExactly(5L);
    }
}
