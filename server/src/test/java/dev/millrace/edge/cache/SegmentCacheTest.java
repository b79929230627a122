package dev.millrace.edge.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.Samples;
import dev.millrace.edge.store.SegmentFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentCacheTest {
    private static final int BYTES = Samples.body(0).length;

    @TempDir Path folder;

    private static SegmentCache inMemory(Duration keep, long bytes) throws IOException {
        return SegmentCache.open(new CacheSettings(keep, bytes, Optional.empty()));
    }

    private static void fill(SegmentCache cache, String source, int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] body = Samples.body(i);
            cache.add(Samples.head(source, i, body), body);
        }
    }

    private static List<Long> sequences(SegmentCache cache, String source) {
        return cache.list(source).stream().map(it -> it.segment().id().sequence()).toList();
    }

    @Test
    void keepsSoMuchOfThePast() throws IOException {
        SegmentCache cache = inMemory(Duration.ofSeconds(6), 1 << 20);
        fill(cache, "door", 0, 10);
        assertThat(sequences(cache, "door")).containsExactly(6L, 7L, 8L, 9L);
        cache.tick(Samples.START.plusSeconds(30));
        assertThat(cache.list("door")).isEmpty();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void oneSourceDoesNotTakeThePastOfTheOthers() throws IOException {
        SegmentCache cache = inMemory(Duration.ofHours(1), 10L * BYTES);
        fill(cache, "quiet", 0, 2);
        fill(cache, "loud", 0, 100);
        assertThat(sequences(cache, "quiet")).containsExactly(0L, 1L);
        assertThat(sequences(cache, "loud")).hasSize(8).endsWith(99L);
        assertThat(cache.evicted()).isEqualTo(92);
    }

    @Test
    void onDiskItOutlivesTheProcessAndIsBounded() throws IOException {
        var settings = new CacheSettings(Duration.ofHours(1), 4L * BYTES, Optional.of(folder));
        fill(SegmentCache.open(settings), "door", 0, 6);
        SegmentCache again = SegmentCache.open(settings);
        assertThat(sequences(again, "door")).containsExactly(2L, 3L, 4L, 5L);
        assertThat(again.list("door").getFirst().bytes()).isEqualTo(Samples.body(2));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(4);
        }
    }

    /// A full disk is no reason to fill the memory.
    @Test
    void whatTheDiskDoesNotTakeIsInMemoryAndBounded() throws IOException {
        Files.createFile(folder.resolve(SegmentFolder.key("door"))); // where its folder should be
        SegmentCache cache =
                SegmentCache.open(
                        new CacheSettings(Duration.ofHours(1), 1L << 40, Optional.of(folder)));
        fill(cache, "gate", 0, 2);
        byte[] body = Samples.body(1, 6_000);
        for (int i = 0; i < 40; i++) {
            cache.add(Samples.head("door", i, body), body);
        }
        assertThat(cache.bytes()).isBetween(30L << 20, (32L << 20) + 2L * BYTES);
        assertThat(sequences(cache, "door")).endsWith(38L, 39L).doesNotContain(0L);
        assertThat(sequences(cache, "gate")).containsExactly(0L, 1L);
    }

    @Test
    void aSegmentIsReplacedByTheOneOfItsNumber() throws IOException {
        SegmentCache cache = inMemory(Duration.ofHours(1), 1 << 20);
        fill(cache, "door", 0, 2);
        byte[] other = Samples.body(99);
        cache.add(Samples.head("door", 1, other), other);
        assertThat(cache.bytes()).isEqualTo(2L * BYTES);
        assertThat(cache.find("door", 1).orElseThrow().bytes()).isEqualTo(other);
        assertThat(cache.newest("door", 1)).hasSize(1);
    }

    @Test
    void aWrongClockIsPutRight() throws IOException {
        SegmentCache cache = inMemory(Duration.ofHours(9), 1 << 20);
        fill(cache, "door", 0, 3);
        cache.redate("door", 1, Duration.ofHours(2));
        assertThat(cache.list("door").get(0).segment().start()).isEqualTo(Samples.START);
        assertThat(cache.list("door").get(1).segment().start())
                .isEqualTo(Samples.START.plusSeconds(2).plus(Duration.ofHours(2)));
    }
}
