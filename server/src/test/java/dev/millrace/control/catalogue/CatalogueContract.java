package dev.millrace.control.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue.NewRecording;
import dev.millrace.control.catalogue.Catalogue.NewSource;
import dev.millrace.control.catalogue.Catalogue.RecordingQuery;
import dev.millrace.segment.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What every catalogue does with sources and recordings, and over time.
abstract class CatalogueContract extends CatalogueFixture {
    CatalogueContract(Place place) {
        super(place);
    }

    // Sources

    @Test
    void aSourceIsFoundByAllItsNames() throws Exception {
        Source made =
                catalogue.addSource(
                        new NewSource(
                                "gate",
                                Duration.ofSeconds(6),
                                Optional.of("at the gate"),
                                Optional.of("http://edge/gate.m3u8")));
        assertThat(catalogue.rename(made.id(), "Gate 7")).isTrue();
        Source now = catalogue.source(made.id()).orElseThrow();
        assertThat(now.name()).isEqualTo("Gate 7");
        assertThat(now.announced()).isEqualTo("gate");
        assertThat(now.segmentLength()).isEqualTo(Duration.ofSeconds(6));
        assertThat(now.description()).contains("at the gate");
        assertThat(now.playlist()).contains("http://edge/gate.m3u8");
        assertThat(now.contact()).isEmpty();
        assertThat(now.streaming()).isFalse();
        assertThat(catalogue.sourceNamed("Gate 7")).contains(now);
        assertThat(catalogue.sourceNamed("gate")).isEmpty();
        assertThat(catalogue.sourceAnnounced("gate")).contains(now);
        assertThat(catalogue.source(UUID.randomUUID())).isEmpty();
    }

    @Test
    void noTwoSourcesHaveOneName() throws Exception {
        Source gate = source("gate");
        Source yard = source("yard");
        assertThatThrownBy(() ->
                        catalogue.addSource(
                                new NewSource(
                                        "gate",
                                        Duration.ofSeconds(4),
                                        Optional.empty(),
                                        Optional.empty())))
                .isInstanceOf(NameTakenException.class)
                .hasMessage("there is a source gate already");
        assertThatThrownBy(() -> catalogue.rename(yard.id(), "gate"))
                .isInstanceOf(NameTakenException.class)
                .hasMessage("there is a source gate already");
        assertThat(catalogue.rename(gate.id(), "gate")).isTrue();
        assertThat(catalogue.rename(UUID.randomUUID(), "barn")).isFalse();
    }

    @Test
    void aNameThatEdgeNodesUseIsNotGivenToAnother() throws Exception {
        catalogue.rename(source("gate").id(), "front");
        assertThatThrownBy(() ->
                        catalogue.addSource(
                                new NewSource(
                                        "gate",
                                        Duration.ofSeconds(4),
                                        Optional.empty(),
                                        Optional.empty())))
                .isInstanceOf(NameTakenException.class)
                .hasMessage("edge nodes announce the source front by the name gate");
    }

    @Test
    void sourcesAreListedPageByPage() {
        for (String name : List.of("b", "a", "Z", "é", "a-b", "a b")) {
            source(name);
        }
        var names = new ArrayList<String>();
        Optional<String> after = Optional.empty();
        do {
            Page<Source> page = catalogue.sources(new Page.Request(after, 2));
            page.items().forEach(source -> names.add(source.name()));
            after = page.next();
        } while (after.isPresent());
        assertThat(names).containsExactly("Z", "a", "a b", "a-b", "b", "é");
        assertThatThrownBy(() -> catalogue.sources(new Page.Request(Optional.of("?!"), 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("page is ?!, but must be what the page before said is next");
    }

    @Test
    void whatEdgeNodesAreToldHasARevision() {
        long before = catalogue.revision();
        Source source = source("gate");
        assertThat(catalogue.revision()).isGreaterThan(before);
        before = catalogue.revision();
        assertThat(catalogue.stream(source.id(), true)).isTrue();
        assertThat(catalogue.revision()).isGreaterThan(before);
        before = catalogue.revision();
        assertThat(catalogue.stream(source.id(), true)).isTrue();
        catalogue.contact(
                source.id(), new Source.Contact("edge 1", NOON, Optional.of("https://here")));
        store(source, 1);
        assertThat(catalogue.revision()).as("nothing they are told").isEqualTo(before);
        Recording recording = record(source, NOON);
        assertThat(catalogue.revision()).isGreaterThan(before);
        before = catalogue.revision();
        catalogue.stopRecording(recording.id(), NOON.plusSeconds(9));
        assertThat(catalogue.revision()).isGreaterThan(before);
        before = catalogue.revision();
        catalogue.deleteRecording(recording.id());
        assertThat(catalogue.revision()).isGreaterThan(before);
        before = catalogue.revision();
        catalogue.deleteSource(source.id());
        assertThat(catalogue.revision()).isGreaterThan(before);
        assertThat(catalogue.stream(source.id(), true)).isFalse();
    }

    @Test
    void theLastContactIsKept() {
        Source source = source("gate");
        catalogue.contact(
                source.id(), new Source.Contact("edge 1", NOON, Optional.of("https://here")));
        catalogue.contact(
                source.id(),
                new Source.Contact("edge 2", NOON.plusMillis(1), Optional.of("https://here")));
        assertThat(catalogue.source(source.id()).orElseThrow().contact())
                .contains(
                        new Source.Contact(
                                "edge 2", NOON.plusMillis(1), Optional.of("https://here")));
    }

    @Test
    void numbersAreNotUsedAgain() {
        Source source = source("gate");
        assertThat(floor(source)).isZero();
        store(source, 7, 3);
        assertThat(floor(source)).isEqualTo(8);
        catalogue.addLost(source.id(), segment(9));
        assertThat(floor(source)).isEqualTo(10);
        catalogue.raiseSequenceFloor(source.id(), 20);
        catalogue.raiseSequenceFloor(source.id(), 15);
        assertThat(floor(source)).isEqualTo(20);
    }

    private long floor(Source source) {
        return catalogue.source(source.id()).orElseThrow().sequenceFloor();
    }

    // Recordings

    @Test
    void aRecordingStartsAndStopsOnce() {
        Source source = source("gate");
        now = NOON.plusSeconds(60);
        Recording started = record(source, NOON);
        assertThat(started.isActive()).isTrue();
        assertThat(started.alias()).contains("tea");
        assertThat(started.createdAt()).isEqualTo(now);
        var again =
                new NewRecording(
                        started.id(), source.id(), Optional.empty(), Optional.empty(), NOON);
        assertThat(catalogue.startRecording(again)).as("the same again").contains(started);
        now = NOON.plusSeconds(90);
        Recording stopped =
                catalogue.stopRecording(started.id(), NOON.plusSeconds(80)).orElseThrow();
        assertThat(stopped.end()).contains(NOON.plusSeconds(80));
        assertThat(stopped.updatedAt()).isEqualTo(now);
        assertThat(catalogue.stopRecording(started.id(), NOON.plusSeconds(99))).contains(stopped);
        assertThat(catalogue.stopRecording(NOBODYS, NOON)).isEmpty();
        assertThat(catalogue.recording(started.id())).contains(stopped);
    }

    @Test
    void aRecordingDoesNotEndBeforeItStarts() {
        Recording recording = record(source("gate"), NOON);
        assertThat(catalogue.stopRecording(recording.id(), NOON.minusSeconds(5)).orElseThrow())
                .extracting(Recording::end)
                .isEqualTo(Optional.of(NOON));
    }

    @Test
    void onlyWhatHasEndedIsSettled() {
        Source source = source("gate");
        Recording recording = record(source, NOON);
        catalogue.settle(recording.id());
        assertThat(catalogue.wanted(source.id())).containsExactly(recording);
        catalogue.stopRecording(recording.id(), NOON.plusSeconds(8));
        assertThat(catalogue.wanted(source.id())).hasSize(1);
        catalogue.settle(recording.id());
        assertThat(catalogue.wanted(source.id())).isEmpty();
        assertThat(catalogue.recording(recording.id()).orElseThrow().settled()).isTrue();
    }

    @Test
    void whatHasEndedAndIsNotSettledIsFound() {
        Recording running = record(source("gate"), NOON);
        Recording ended = record(source("yard"), NOON);
        catalogue.stopRecording(ended.id(), NOON.plusSeconds(8));
        assertThat(catalogue.unsettled(NOON.plusSeconds(8))).isEmpty();
        assertThat(catalogue.unsettled(NOON.plusSeconds(9)))
                .extracting(Recording::id)
                .containsExactly(ended.id())
                .doesNotContain(running.id());
        catalogue.settle(ended.id());
        assertThat(catalogue.unsettled(NOON.plusSeconds(9))).isEmpty();
    }

    @Test
    void nothingIsRecordedOfASourceThatIsNotThere() {
        assertThat(
                        catalogue.startRecording(
                                new NewRecording(
                                        NOBODYS,
                                        UUID.randomUUID(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        NOON)))
                .isEmpty();
        assertThat(catalogue.recording(NOBODYS)).isEmpty();
    }

    @Test
    void recordingsAreListedByTheirStarts() {
        Source gate = source("gate");
        Source yard = source("yard");
        List<Recording> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            // Two at a time have the same start.
            all.add(record(i % 3 == 0 ? yard : gate, NOON.plusSeconds(i / 2)));
        }
        catalogue.stopRecording(all.get(1).id(), NOON.plusSeconds(9));
        assertThat(listed(Optional.empty(), false))
                .containsExactlyElementsOf(all.stream().map(Recording::id).toList());
        assertThat(listed(Optional.of(yard.id()), false))
                .containsExactly(all.get(0).id(), all.get(3).id());
        assertThat(listed(Optional.of(gate.id()), true))
                .containsExactly(all.get(2).id(), all.get(4).id(), all.get(5).id());
        assertThat(listed(Optional.empty(), true)).hasSize(5);
        for (Optional<UUID> source : List.of(Optional.of(gate.id()), Optional.<UUID>empty())) {
            for (boolean onlyActive : List.of(true, false)) {
                assertThat(listed(source, onlyActive, true))
                        .containsExactlyElementsOf(listed(source, onlyActive).reversed());
            }
        }
    }

    private List<String> listed(Optional<UUID> source, boolean onlyActive) {
        return listed(source, onlyActive, false);
    }

    private List<String> listed(Optional<UUID> source, boolean onlyActive, boolean newestFirst) {
        var ids = new ArrayList<String>();
        Optional<String> after = Optional.empty();
        do {
            Page<Recording> page =
                    catalogue.recordings(
                            new RecordingQuery(
                                    source, onlyActive, newestFirst, new Page.Request(after, 2)));
            page.items().forEach(recording -> ids.add(recording.id()));
            after = page.next();
        } while (after.isPresent());
        return ids;
    }

    // Over time, and among others

    @Test
    void everythingIsThereAfterARestart() {
        Source source = source("gate");
        Recording recording = record(source, NOON);
        store(source, 1, 2);
        catalogue.close();
        catalogue = open();
        assertThat(catalogue.source(source.id())).isPresent();
        assertThat(sequences(recording)).containsExactly(1L, 2L);
    }

    @Test
    @DisplayName("L16: many who write at a time wait for each other, and none fails")
    void manyWriteAtATime() throws Exception {
        Source source = source("gate");
        Recording recording = record(source, NOON);
        var work = new ArrayList<Callable<?>>();
        try (Catalogue other = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long sequence = 0; sequence < 200; sequence++) {
                Segment segment = segment(sequence);
                String object = object(source, segment);
                // Each is offered to both at once, as after a connection that broke.
                work.add(() -> catalogue.addSegment(source.id(), segment, object));
                work.add(() -> other.addSegment(source.id(), segment, object));
                work.add(() -> other.stream(source.id(), true));
                work.add(() -> other.segments(recording.id(), -1, 50));
            }
            var running = new ArrayList<Future<?>>();
            work.forEach(it -> running.add(threads.submit(it)));
            for (Future<?> it : running) {
                it.get();
            }
        }
        assertThat(sequences(recording)).isEqualTo(numbers(0, 199));
    }
}
