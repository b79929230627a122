package dev.millrace.control.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.control.objects.ObjectStore.StoredObject;
import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every object store does.
abstract class ObjectStoreContract {
    /// Opened before each test, and empty.
    @SuppressWarnings("NullAway.Init")
    ObjectStore store;

    abstract ObjectStore open() throws IOException;

    @BeforeEach
    void begin() throws IOException {
        store = open();
    }

    @AfterEach
    void end() {
        store.close();
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    void put(String key, byte[] bytes) throws IOException {
        store.put(key, bytes, SegmentId.hash(bytes));
    }

    List<String> keys() throws IOException {
        return store.list(Optional.empty(), 1000).stream().map(StoredObject::key).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000_000, (8 << 20) - 1, 8 << 20, (8 << 20) + 1, 20 << 20})
    void whatIsPutIsThereWhole(int length) throws Exception {
        byte[] bytes = bytes(length);
        put("a/b-1.ts", bytes);
        assertThat(store.get("a/b-1.ts")).isEqualTo(bytes);
        assertThat(store.list(Optional.empty(), 10))
                .singleElement()
                .satisfies(object -> {
                    assertThat(object.key()).isEqualTo("a/b-1.ts");
                    assertThat(object.bytes()).isEqualTo(length);
                    assertThat(Duration.between(object.storedAt(), Instant.now()).abs())
                            .isLessThan(Duration.ofMinutes(5));
                });
    }

    @Test
    void puttingTheSameAgainIsNoError() throws Exception {
        put("a.ts", bytes(100));
        put("a.ts", bytes(100));
        assertThat(store.get("a.ts")).isEqualTo(bytes(100));
        assertThat(keys()).containsExactly("a.ts");
    }

    @Test
    @DisplayName("L16: what cannot be stored as it is is not stored at all")
    void wrongBytesAreRefused() throws Exception {
        assertThatThrownBy(() -> store.put("a.ts", bytes(100), SegmentId.hash(bytes(99))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.ts has not the bytes that its hash says");
        assertThat(keys()).isEmpty();
    }

    @Test
    void whatIsDeletedIsGone() throws Exception {
        put("a/1.ts", bytes(10));
        put("a/2.ts", bytes(20));
        store.delete("a/1.ts");
        assertThatCode(() -> store.delete("a/1.ts")).doesNotThrowAnyException();
        assertThat(keys()).containsExactly("a/2.ts");
        assertThatThrownBy(() -> store.get("a/1.ts"))
                .isInstanceOf(NoSuchObjectException.class)
                .hasMessage("there is no object a/1.ts");
    }

    @Test
    void objectsAreListedInTheOrderOfTheirKeys() throws Exception {
        var all = List.of("a-b/1.ts", "a-b/2.ts", "a.ts", "a/1.ts", "a/b/c.ts", "a/b1.ts", "b");
        for (int i : List.of(3, 0, 6, 2, 5, 1, 4)) {
            put(all.get(i), bytes(i));
        }
        assertThat(keys()).isEqualTo(all);
        for (int limit = 1; limit <= all.size(); limit++) {
            var read = new ArrayList<String>();
            Optional<String> after = Optional.empty();
            List<StoredObject> page = store.list(after, limit);
            while (!page.isEmpty()) {
                page.forEach(object -> read.add(object.key()));
                page = store.list(Optional.of(read.getLast()), limit);
            }
            assertThat(read).as("by " + limit).isEqualTo(all);
        }
        // A key that is not there is a place in the order, too.
        assertThat(store.list(Optional.of("a/b"), 1).getFirst().key()).isEqualTo("a/b/c.ts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/a", "a/", "a//b", "..", "../a", "a/../b", "a/.", "a b", "ä", "a\\b"})
    @DisplayName("S3: keys lead nowhere else")
    void keysAreNoPathsToElsewhere(String key) {
        assertThatThrownBy(() -> put(key, bytes(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the key of an object is");
        assertThatThrownBy(() -> store.get(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyPutAtATime() throws Exception {
        var work = new ArrayList<Callable<?>>();
        for (int i = 0; i < 40; i++) {
            String key = "many/%d/%d.ts".formatted(i % 4, i % 20);
            byte[] bytes = bytes(10_000 + i % 20);
            work.add(() -> {
                put(key, bytes);
                return key;
            });
        }
        var running = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            work.forEach(it -> running.add(threads.submit(it)));
        }
        for (Future<?> it : running) {
            it.get();
        }
        assertThat(keys()).hasSize(20);
        assertThat(store.get("many/3/7.ts")).isEqualTo(bytes(10_007));
    }
}
