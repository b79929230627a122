package dev.millrace.control.upkeep;

import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.catalogue.Catalogue.NewRecording;
import dev.millrace.control.catalogue.Catalogue.NewSource;
import dev.millrace.control.catalogue.Catalogues;
import dev.millrace.control.objects.ObjectStore;
import dev.millrace.control.objects.ObjectStores;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A catalogue and a store, with a source that records.
abstract class UpkeepFixture {
    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    static final String RECORDING = "01JDA000000000000000000001";

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    Catalogue catalogue;

    @SuppressWarnings("NullAway.Init")
    FragileStore objects;

    @SuppressWarnings("NullAway.Init")
    Source source;

    Instant now = Instant.now();

    @BeforeEach
    void begin() throws Exception {
        catalogue = Catalogues.open("", folder);
        ObjectStore store = ObjectStores.open("", folder, Optional.empty());
        objects = new FragileStore(store);
        source =
                catalogue.addSource(
                        new NewSource(
                                "gate", Duration.ofSeconds(4), Optional.empty(), Optional.empty()));
        record(RECORDING);
    }

    @AfterEach
    void end() {
        catalogue.close();
        objects.close();
    }

    void record(String id) {
        catalogue.startRecording(
                new NewRecording(id, source.id(), Optional.empty(), Optional.empty(), START));
    }

    static byte[] bytes(long sequence) {
        return ("the bytes of " + sequence).getBytes(StandardCharsets.UTF_8);
    }

    static Segment segment(long sequence) {
        byte[] bytes = bytes(sequence);
        Instant start = START.plusSeconds(4 * sequence);
        return new Segment(SegmentId.of(sequence, bytes), start, 4_000_000, bytes.length, 0);
    }

    String key(long sequence) {
        return source.id() + "/" + segment(sequence).id().name() + ".ts";
    }

    /// Stores objects, which nobody names yet.
    void put(long... sequences) throws IOException {
        for (long sequence : sequences) {
            objects.put(key(sequence), bytes(sequence), segment(sequence).id().hash());
        }
    }

    void store(long... sequences) throws IOException {
        put(sequences);
        for (long sequence : sequences) {
            catalogue.addSegment(source.id(), segment(sequence), key(sequence));
        }
    }

    /// Makes an object as old as if it had been stored so long ago.
    void age(long sequence, Duration age) throws IOException {
        Path file = folder.resolve("objects").resolve(key(sequence));
        Files.setLastModifiedTime(file, FileTime.from(now.minus(age)));
    }

    List<Long> stored() {
        return catalogue.segments(RECORDING, -1, 100).stream()
                .filter(it -> !it.isLost())
                .map(it -> it.segment().id().sequence())
                .toList();
    }

    /// The numbers of the objects that are there.
    List<Long> there(long most) throws IOException {
        List<String> keys =
                objects.list(Optional.empty(), 1000).stream()
                        .map(ObjectStore.StoredObject::key)
                        .toList();
        var there = new ArrayList<Long>();
        for (long sequence = 0; sequence <= most; sequence++) {
            if (keys.contains(key(sequence))) {
                there.add(sequence);
            }
        }
        return there;
    }
}
