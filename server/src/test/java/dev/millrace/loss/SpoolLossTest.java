package dev.millrace.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.Encoder;
import dev.millrace.testing.Tmpfs;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An edge node that cannot keep any more. What was recorded first is kept; what comes then is
/// lost, which is counted, shown, and a gap at the control node. When there is room it goes on.
@Tag("slow")
class SpoolLossTest {
    private static final Pattern LOST = Pattern.compile("\"lost\":(\\d+)");

    @TempDir private Path root;

    private static long lost(Chain chain) {
        Matcher matcher = LOST.matcher(chain.edgeStatus());
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    @Test
    void aFullSpoolKeepsWhatWasRecordedFirst() throws IOException {
        try (var chain = Chain.here(Chain.Setup.of(root.toRealPath()).spool(300 << 10))) {
            assertFirstIsKept(chain);
        }
    }

    /// The spool may take more than the disk has; then nothing at all can be written.
    @Test
    void aFullDiskKeepsWhatWasRecordedFirst() throws IOException {
        root = root.toRealPath();
        try (var _ = Tmpfs.mount(root.resolve("data"), "size=400k");
                var chain = Chain.here(Chain.Setup.of(root))) {
            assertFirstIsKept(chain);
        }
    }

    private static void assertFirstIsKept(Chain chain) throws IOException {
        chain.record("door");
        chain.line.refuse();
        chain.make(30);
        Waiting.until("some are lost", () -> lost(chain) > 0);
        chain.make(10);
        Encoder door = chain.camera("door");
        Waiting.until(
                "all are numbered",
                () -> chain.edgeStatus().contains("\"nextSequence\":" + door.hashes().size()));
        int lost = Math.toIntExact(lost(chain));
        int first = door.hashes().size() - lost;
        assertThat(first).isGreaterThan(8);
        chain.line.accept();
        chain.await("door", first);
        chain.make(5);
        chain.await("door", first + 5);
        chain.end();
        List<String> replayed = chain.replay("door");
        assertThat(replayed.subList(0, first)).isEqualTo(door.hashes().subList(0, first));
        assertThat(replayed.subList(first, first + 5))
                .isEqualTo(door.hashes().subList(first + lost, first + lost + 5));
        assertThat(chain.gaps("door")).isEqualTo(lost);
        assertThat(lost(chain)).isEqualTo(lost);
        chain.assertNothingMoved();
    }

    /// A disk that forgets: what it has damaged is a gap, and what is behind it comes.
    @Test
    void damagedFilesAreGapsAndHoldUpNothing() throws IOException {
        root = root.toRealPath();
        try (var chain = Chain.here(Chain.Setup.of(root))) {
            chain.record("door");
            // What control lists may not be confirmed yet, and would wait with the others.
            Waiting.until("it owes nothing", () -> outbox(chain, 0));
            chain.line.refuse();
            chain.make(12);
            Waiting.until("all wait", () -> outbox(chain, 12));
            List<Path> files = spooled();
            for (Path file : files.subList(0, 3)) {
                damage(file);
            }
            chain.line.accept();
            Encoder door = chain.camera("door");
            chain.await("door", door.hashes().size() - 3);
            chain.end();
            assertThat(chain.gaps("door")).isEqualTo(3);
            assertThat(door.hashes()).containsAll(chain.replay("door"));
            assertThat(lost(chain)).isEqualTo(3);
            chain.assertNothingMoved();
        }
    }

    private static boolean outbox(Chain chain, int segments) {
        return chain.edgeStatus().contains("\"outboxSegments\":%d,".formatted(segments));
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("data/spool"))) {
            return files.filter(it -> it.toString().endsWith(".seg")).sorted().toList();
        }
    }

    /// Changes the last byte.
    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }
}
