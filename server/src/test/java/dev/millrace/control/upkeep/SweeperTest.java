package dev.millrace.control.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.control.catalogue.CatalogueException;
import dev.millrace.control.upkeep.Sweeper.Swept;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SweeperTest extends UpkeepFixture {
    /// A process that ends in the middle of something: nothing after it happens.
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    private Swept sweep() {
        return new Sweeper(catalogue, objects, () -> now).sweep(1000);
    }

    @Test
    @DisplayName("L10: only what no recording wants is deleted")
    void deletesWhatNobodyWants() throws Exception {
        store(0, 1, 2, 3);
        catalogue.stopRecording(RECORDING, START.plusSeconds(8));
        assertThat(sweep()).isEqualTo(new Swept(2, 0));
        assertThat(there(9)).containsExactly(0L, 1L);
        catalogue.deleteRecording(RECORDING);
        assertThat(sweep()).isEqualTo(new Swept(2, 0));
        assertThat(there(9)).isEmpty();
        assertThat(sweep()).isEqualTo(new Swept(0, 0));
    }

    @Test
    void doesAtMostWhatItIsAskedFor() throws Exception {
        store(0, 1, 2, 3);
        catalogue.deleteRecording(RECORDING);
        var sweeper = new Sweeper(catalogue, objects, () -> now);
        assertThat(sweeper.sweep(3).segments()).isEqualTo(3);
        assertThat(sweeper.sweep(3).segments()).isEqualTo(1);
    }

    @Test
    void aLostSegmentHasNothingToDelete() {
        catalogue.addLost(source.id(), segment(1));
        catalogue.deleteRecording(RECORDING);
        assertThat(sweep()).isEqualTo(new Swept(1, 0));
        assertThat(objects.deletions).isZero();
    }

    @Test
    void whatCouldNotBeDeletedIsDeletedLater() throws Exception {
        store(0, 1, 2, 3, 4, 5);
        catalogue.deleteRecording(RECORDING);
        objects.beforeDelete =
                () -> {
                    throw new IOException("the store is away");
                };
        assertThat(sweep()).as("no endless trying").isEqualTo(new Swept(3, 3));
        objects.beforeDelete = () -> {};
        assertThat(sweep()).isEqualTo(new Swept(3, 0));
        assertThat(there(9)).as("they are left alone for a while").hasSize(3);
        now = now.plus(Duration.ofMinutes(61));
        sweep();
        assertThat(there(9)).isEmpty();
    }

    @Test
    void aCrashBeforeTheDeletionLeavesItForLater() throws Exception {
        objects.beforeDelete = SweeperTest::crash;
        crashed();
        assertThat(there(9)).containsExactly(1L);
        assertThatThrownBy(() -> store(1)).isInstanceOf(CatalogueException.class);
        objects.beforeDelete = () -> {};
        now = now.plus(Duration.ofMinutes(61));
        sweep();
        assertThat(there(9)).isEmpty();
    }

    @Test
    void aCrashAfterTheDeletionLeavesNothingOfIt() throws Exception {
        objects.afterDelete = SweeperTest::crash;
        crashed();
        assertThat(there(9)).isEmpty();
        objects.afterDelete = () -> {};
        now = now.plus(Duration.ofMinutes(61));
        sweep();
        assertThat(catalogue.doomed(now.plusSeconds(9), 9)).isEmpty();
    }

    private void crashed() throws IOException {
        store(1);
        catalogue.deleteRecording(RECORDING);
        assertThatThrownBy(this::sweep).isInstanceOf(Crash.class);
    }

    private static void crash() {
        throw new Crash();
    }

    @Test
    @DisplayName("L10: a segment that comes again while it is deleted is not confirmed too early")
    void whatComesAgainMeanwhileIsNotLost() throws Exception {
        store(1);
        catalogue.deleteRecording(RECORDING);
        String again = "01JDA000000000000000000002";
        objects.beforeDelete =
                () -> {
                    record(again);
                    assertThatThrownBy(() -> store(1)).isInstanceOf(CatalogueException.class);
                };
        assertThat(sweep()).isEqualTo(new Swept(1, 0));
        assertThat(there(9)).isEmpty();
        // What was stored before the deletion ended is not relied upon, what is stored after is.
        assertThatThrownBy(() -> store(1)).isInstanceOf(CatalogueException.class);
        store(1);
        assertThat(catalogue.has(source.id(), segment(1))).isTrue();
        assertThat(there(9)).containsExactly(1L);
        objects.beforeDelete = () -> {};
        assertThat(sweep()).isEqualTo(new Swept(0, 0));
        assertThat(there(9)).containsExactly(1L);
    }
}
