package dev.millrace.edge.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.edge.Samples;
import dev.millrace.edge.store.SegmentHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final long MANY = 1 << 20;

    @TempDir Path folder;

    private Spool open(long bytes) throws IOException {
        return Spool.open(folder, bytes);
    }

    private static void keep(Spool spool, String source, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            byte[] body = Samples.body(i);
            spool.publish(spool.store(Samples.head(source, i, body), body));
        }
    }

    private static List<Long> sequences(Spool spool, String source) {
        return spool.list(source).stream().map(Outgoing::sequence).toList();
    }

    @Test
    void whatIsKeptOutlivesTheProcess() throws Exception {
        keep(open(MANY), "door", 3);
        Spool spool = open(MANY);
        assertThat(sequences(spool, "door")).containsExactly(0L, 1L, 2L);
        assertThat(spool.depth("door").segments()).isEqualTo(3);
        assertThat(spool.depth("door").oldest()).contains(Samples.START);
        try (var body = spool.list("door").getFirst().open()) {
            byte[] first = new byte[Samples.body(0).length];
            body.read(0, first.length).get(first);
            assertThat(first).isEqualTo(Samples.body(0));
        }
    }

    @Test
    void whatIsConfirmedIsGoneForGood() throws Exception {
        Spool spool = open(MANY);
        keep(spool, "door", 3);
        assertThat(spool.remove("door", Samples.segment(1, Samples.body(1)).id())).isTrue();
        assertThat(spool.remove("door", Samples.segment(1, Samples.body(1)).id())).isFalse();
        assertThat(spool.remove("door", Samples.segment(0, Samples.body(9)).id()))
                .as("another content under this number")
                .isFalse();
        assertThat(sequences(spool, "door")).containsExactly(0L, 2L);
        assertThat(sequences(open(MANY), "door")).containsExactly(0L, 2L);
    }

    @Test
    void whenItIsFullWhatWasRecordedFirstIsKept() throws Exception {
        Spool spool = open(3 * 4096);
        keep(spool, "door", 3);
        byte[] body = Samples.body(3);
        SegmentHead head = Samples.head("door", 3, body);
        assertThatExceptionOfType(SpoolFullException.class)
                .isThrownBy(() -> spool.store(head, body))
                .withMessageContaining("edge.spool");
        spool.note(head.lost("full")).ifPresent(spool::publish);
        assertThat(sequences(spool, "door")).containsExactly(0L, 1L, 2L, 3L);
        Spool again = open(3 * 4096);
        assertThat(again.list("door").getLast().head().lost()).contains("full");
        assertThat(again.depth("door").bytes()).isEqualTo(3L * body.length);
        assertThat(again.remove("door", Samples.segment(0, Samples.body(0)).id())).isTrue();
        byte[] next = Samples.body(4);
        again.publish(again.store(Samples.head("door", 4, next), next));
        assertThat(sequences(again, "door")).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whatIsStoredButNotPublishedIsThereAfterACrash() throws Exception {
        byte[] body = Samples.body(0);
        open(MANY).store(Samples.head("door", 0, body), body);
        assertThat(sequences(open(MANY), "door")).containsExactly(0L);
    }

    @Test
    void anUnfinishedFileIsNothing() throws Exception {
        keep(open(MANY), "door", 1);
        Path file = open(MANY).list("door").getFirst().file();
        Files.move(file, file.resolveSibling(file.getFileName() + ".new"));
        Spool spool = open(MANY);
        assertThat(spool.list("door")).isEmpty();
        assertThat(spool.bytesTaken()).isZero();
    }

    @Test
    void aWrongClockIsPutRightForGood() throws Exception {
        Spool spool = open(MANY);
        keep(spool, "door", 3);
        spool.redate("door", 1, Duration.ofHours(-2));
        spool.rewrite("door", 1);
        for (Spool any : List.of(spool, open(MANY))) {
            List<Outgoing> all = any.list("door");
            assertThat(all.get(0).head().segment().start()).isEqualTo(Samples.START);
            assertThat(all.get(1).head().segment().start())
                    .isEqualTo(Samples.START.plusSeconds(2).minus(Duration.ofHours(2)));
        }
    }

    @Test
    void whatCannotBeReadBecomesANote() throws Exception {
        Spool spool = open(MANY);
        keep(spool, "door", 2);
        spool.lose(spool.list("door").getFirst(), "bad sector");
        assertThat(spool.list("door").getFirst().head().lost()).contains("bad sector");
        assertThat(spool.depth("door").segments()).isEqualTo(2);
        assertThat(open(MANY).list("door").getFirst().isLost()).isTrue();
        Path file = spool.list("door").getFirst().file();
        assertThat(file.resolveSibling(file.getFileName() + ".bad")).isNotEmptyFile();
    }

    @Test
    void twoSourcesWithTheSameNumbersDoNotMeet() throws Exception {
        Spool spool = open(MANY);
        keep(spool, "door", 2);
        keep(spool, "../door", 2);
        spool.remove("door", Samples.segment(0, Samples.body(0)).id());
        assertThat(sequences(spool, "door")).containsExactly(1L);
        assertThat(sequences(spool, "../door")).containsExactly(0L, 1L);
        assertThat(spool.hasAny("door", Samples.START, Samples.START.plusSeconds(2))).isFalse();
        assertThat(spool.hasAny("door", Samples.START, Samples.START.plusSeconds(3))).isTrue();
    }
}
