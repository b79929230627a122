package dev.millrace.control.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.Catalogue.RecordingQuery;
import dev.millrace.segment.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What every catalogue does with segments.
abstract class SegmentContract extends CatalogueFixture {
    SegmentContract(Place place) {
        super(place);
    }

    // Segments

    @Test
    @DisplayName("L11: a segment that is sent twice is there once")
    void theSameSegmentIsThereOnce() {
        Source source = source("gate");
        Recording recording = record(source, NOON);
        Segment segment = segment(5);
        String object = object(source, segment);
        assertThat(catalogue.has(source.id(), segment)).isFalse();
        assertThat(catalogue.addSegment(source.id(), segment, object)).isTrue();
        assertThat(catalogue.addSegment(source.id(), segment, object)).isFalse();
        assertThat(catalogue.has(source.id(), segment)).isTrue();
        assertThat(catalogue.segments(recording.id(), -1, 100))
                .containsExactly(
                        new StoredSegment(source.id(), segment, Optional.of(object), NOON));
    }

    @Test
    @DisplayName("L9: equal names are not mixed up, between sources and over time")
    void namesAreNoIdentity() {
        Source gate = source("gate");
        Source yard = source("yard");
        Recording atGate = record(gate, NOON);
        Recording inYard = record(yard, NOON);
        Segment ofGate = segment(5, "gate");
        Segment ofYard = segment(5, "yard");
        catalogue.addSegment(gate.id(), ofGate, object(gate, ofGate));
        catalogue.addSegment(yard.id(), ofYard, object(yard, ofYard));
        assertThat(catalogue.segment(atGate.id(), ofGate.id().name()).orElseThrow().object())
                .contains(object(gate, ofGate));
        assertThat(catalogue.segment(inYard.id(), ofGate.id().name()))
                .as("of another source")
                .isEmpty();
        assertThat(catalogue.has(yard.id(), ofGate)).isFalse();
        // The same number once more, with other bytes.
        Segment twin = segment(5, "gate, again");
        assertThat(catalogue.addSegment(gate.id(), twin, object(gate, twin))).isTrue();
        assertThat(catalogue.segment(atGate.id(), twin.id().name()).orElseThrow().segment())
                .isEqualTo(twin);
        assertThat(catalogue.segments(atGate.id(), -1, 1)).as("both of one number").hasSize(2);
        for (String none : List.of("", "5", "5-", "seg.ts", "05-" + "0".repeat(16), "../x")) {
            assertThat(catalogue.segment(atGate.id(), none)).as(none).isEmpty();
        }
    }

    @Test
    @DisplayName("L19: a recording has the segments of its time, and no others")
    void aRecordingHasTheSegmentsOfItsTime() {
        Source source = source("gate");
        store(source, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        // From the last millisecond of 2 to the first of 6.
        Recording recording = record(source, NOON.plusMillis(11_999));
        assertThat(sequences(recording)).isEqualTo(numbers(2, 9));
        catalogue.stopRecording(recording.id(), NOON.plusMillis(24_001));
        assertThat(sequences(recording)).isEqualTo(numbers(2, 6));
        Recording exact = record(source, NOON.plusSeconds(12));
        catalogue.stopRecording(exact.id(), NOON.plusSeconds(24));
        assertThat(sequences(exact)).isEqualTo(numbers(3, 5));
        assertThat(catalogue.segment(exact.id(), segment(6).id().name())).isEmpty();
        assertThat(sequences(catalogue.segments(exact.id(), 3, 1))).containsExactly(4L);
        assertThat(catalogue.segments(exact.id(), 5, 10)).isEmpty();
        assertThat(catalogue.segments(NOBODYS, -1, 10)).isEmpty();
    }

    @Test
    @DisplayName("L19: the time of a recording is known without its segments")
    void whatFollowsEachOtherIsOneStretch() {
        Source source = source("gate");
        store(source, 0, 1, 2, 5, 8, 9);
        catalogue.addLost(source.id(), segment(3));
        catalogue.addLost(source.id(), segment(6));
        catalogue.addLost(source.id(), segment(7));
        Recording recording = record(source, NOON.plusSeconds(5));
        catalogue.stopRecording(recording.id(), NOON.plusSeconds(36));
        assertThat(stretches(recording, Instant.EPOCH, 100))
                .containsExactly(
                        "4-12 stored 2",
                        "12-16 lost 1",
                        "20-24 stored 1",
                        "24-32 lost 2",
                        "32-36 stored 1");
        assertThat(stretches(recording, NOON.plusSeconds(24), 100))
                .containsExactly("24-32 lost 2", "32-36 stored 1");
        Stretches first = catalogue.stretches(recording.id(), Instant.EPOCH, 4);
        assertThat(texts(first)).containsExactly("4-12 stored 2", "12-16 lost 1", "20-24 stored 1");
        assertThat(stretches(recording, first.next().orElseThrow(), 4))
                .containsExactly("24-32 lost 2", "32-36 stored 1");
        assertThat(catalogue.stretches(recording.id(), Instant.EPOCH, 100).next()).isEmpty();
        assertThat(catalogue.stretches(NOBODYS, Instant.EPOCH, 100).stretches()).isEmpty();
        assertThat(first.stretches().getFirst().bytes())
                .isEqualTo(segment(1).bytes() + segment(2).bytes());
    }

    private List<String> stretches(Recording recording, Instant from, int limit) {
        return texts(catalogue.stretches(recording.id(), from, limit));
    }

    private static List<String> texts(Stretches stretches) {
        return stretches.stretches().stream()
                .map(it ->
                        "%d-%d %s %d"
                                .formatted(
                                        Duration.between(NOON, it.start()).toSeconds(),
                                        Duration.between(NOON, it.end()).toSeconds(),
                                        it.lost() ? "lost" : "stored",
                                        it.segments()))
                .toList();
    }

    @Test
    @DisplayName("L12: what comes late and out of order is in its place")
    void orderOfArrivalDoesNotMatter() {
        Source source = source("gate");
        Recording recording = record(source, NOON);
        store(source, 4, 2, 9, 0);
        assertThat(sequences(recording)).containsExactly(0L, 2L, 4L, 9L);
    }

    @Test
    void aLostSegmentMayTurnUpAndBeLostAgain() {
        Source source = source("gate");
        Recording recording = record(source, NOON);
        Segment segment = segment(3);
        catalogue.addLost(source.id(), segment);
        assertThat(catalogue.has(source.id(), segment)).isFalse();
        assertThat(catalogue.segments(recording.id(), -1, 9))
                .singleElement()
                .matches(StoredSegment::isLost);
        assertThat(catalogue.addSegment(source.id(), segment, object(source, segment))).isTrue();
        catalogue.addLost(source.id(), segment);
        assertThat(catalogue.has(source.id(), segment)).as("stored is stored").isTrue();
        catalogue.lose(source.id(), segment);
        assertThat(catalogue.has(source.id(), segment)).isFalse();
        assertThat(catalogue.stored(Optional.empty(), 9)).isEmpty();
    }

    @Test
    @DisplayName("L20: there is no number of segments or recordings that is too many")
    void thousandsAreNoMoreThanOne() {
        Source source = source("gate");
        Recording recording = record(source, NOON);
        for (long sequence = 0; sequence < 3000; sequence++) {
            store(source, sequence);
        }
        var read = new ArrayList<Long>();
        List<StoredSegment> page = catalogue.segments(recording.id(), -1, 700);
        while (!page.isEmpty()) {
            read.addAll(sequences(page));
            page = catalogue.segments(recording.id(), read.getLast(), 700);
        }
        assertThat(read).isEqualTo(numbers(0, 2999));
        catalogue.deleteRecording(recording.id());
        assertThat(catalogue.garbage(5000)).hasSize(3000);
    }

    @Test
    void storedSegmentsAreInTheOrderOfTheirObjects() {
        Source source = source("gate");
        store(source, 1, 2, 10, 3);
        List<StoredSegment> all = catalogue.stored(Optional.empty(), 10);
        assertThat(all).extracting(it -> it.object().orElseThrow()).isSorted().hasSize(4);
        assertThat(catalogue.stored(all.get(1).object(), 1)).containsExactly(all.get(2));
    }

    // Garbage

    @Test
    @DisplayName("L10: what another recording has is not deleted with this one")
    void onlyWhatNobodyWantsIsGarbage() {
        Source source = source("gate");
        store(source, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        Recording first = record(source, NOON);
        catalogue.stopRecording(first.id(), NOON.plusSeconds(40));
        Recording second = record(source, NOON.plusSeconds(17));
        catalogue.stopRecording(second.id(), NOON.plusSeconds(25));
        assertThat(catalogue.garbage(100)).isEmpty();
        assertThat(catalogue.deleteRecording(first.id())).isTrue();
        assertThat(catalogue.deleteRecording(first.id())).isFalse();
        assertThat(sequences(catalogue.garbage(100)))
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 7L, 8L, 9L);
        assertThat(catalogue.garbage(2)).hasSize(2);
        assertThat(sequences(second)).isEqualTo(numbers(4, 6));
        assertThat(catalogue.forget(source.id(), segment(5))).as("it is wanted").isFalse();
        assertThat(catalogue.forget(source.id(), segment(8))).isTrue();
        assertThat(catalogue.forget(source.id(), segment(8))).isFalse();
        assertThat(catalogue.garbage(100)).hasSize(6);
    }

    @Test
    @DisplayName("L21: a source takes its recordings with it, and its segments become garbage")
    void aSourceTakesItsRecordingsWithIt() {
        Source source = source("gate");
        Recording active = record(source, NOON);
        Recording ended = record(source, NOON);
        catalogue.stopRecording(ended.id(), NOON.plusSeconds(8));
        store(source, 0, 1, 2);
        assertThat(catalogue.deleteSource(source.id())).isTrue();
        assertThat(catalogue.deleteSource(source.id())).isFalse();
        assertThat(catalogue.recording(active.id())).isEmpty();
        assertThat(catalogue.recordings(all()).items()).isEmpty();
        assertThat(sequences(catalogue.garbage(100))).containsExactlyInAnyOrder(0L, 1L, 2L);
        assertThat(catalogue.addSegment(source.id(), segment(3), "x/3.ts")).isFalse();
        catalogue.addLost(source.id(), segment(4));
        assertThat(catalogue.garbage(100)).hasSize(3);
    }

    private static RecordingQuery all() {
        return new RecordingQuery(Optional.empty(), false, Page.Request.first());
    }

    @Test
    void whatComesAfterItsRecordingIsGoneIsGarbage() {
        Source source = source("gate");
        Recording recording = record(source, NOON);
        catalogue.deleteRecording(recording.id());
        assertThat(catalogue.garbage(100)).isEmpty();
        store(source, 3);
        assertThat(sequences(catalogue.garbage(100))).containsExactly(3L);
    }

    @Test
    void whatARecordingGaveUpByStoppingIsGarbage() {
        Source source = source("gate");
        Recording recording = record(source, NOON);
        store(source, 0, 1, 2, 3);
        catalogue.stopRecording(recording.id(), NOON.plusSeconds(8));
        assertThat(sequences(catalogue.garbage(100))).containsExactly(2L, 3L);
    }

    @Test
    void aRecordingThatBeginsInThePastSavesWhatIsThere() {
        Source source = source("gate");
        catalogue.deleteRecording(record(source, NOON).id());
        store(source, 0, 1, 2);
        List<StoredSegment> garbage = catalogue.garbage(100);
        assertThat(garbage).hasSize(3);
        record(source, NOON.plusSeconds(4));
        assertThat(garbage)
                .extracting(it -> catalogue.forget(it.source(), it.segment()))
                .containsExactly(true, false, false);
    }

    @Test
    @DisplayName("L10: an object that is being deleted is not taken for stored")
    void nobodyReliesOnADoomedObject() {
        Source source = source("gate");
        catalogue.deleteRecording(record(source, NOON).id());
        store(source, 1);
        Segment segment = segment(1);
        String object = object(source, segment);
        assertThat(catalogue.forget(source.id(), segment)).isTrue();
        record(source, NOON);
        assertThatThrownBy(() -> catalogue.addSegment(source.id(), segment, object))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("was being deleted meanwhile; store it again");
        assertThat(catalogue.doomed(NOON.plusMillis(1), 9)).containsExactly(object);
        assertThat(catalogue.doomed(NOON, 9)).as("a moment ago").isEmpty();
        catalogue.gone(object);
        assertThat(catalogue.doomed(NOON.plusSeconds(9), 9)).isEmpty();
        // Whoever stored it before it was deleted has to do so again.
        assertThatThrownBy(() -> catalogue.addSegment(source.id(), segment, object))
                .isInstanceOf(CatalogueException.class);
        assertThat(catalogue.addSegment(source.id(), segment, object)).isTrue();
        assertThat(catalogue.doom(object)).as("a segment names it").isFalse();
    }

    @Test
    void anObjectWithoutASegmentIsDoomed() {
        Source source = source("gate");
        String object = object(source, segment(1));
        assertThat(catalogue.doom(object)).isTrue();
        assertThat(catalogue.doom(object)).as("still").isTrue();
        catalogue.gone(object);
        assertThat(catalogue.doom(object)).as("it came back").isTrue();
        assertThat(catalogue.doomed(NOON.plusSeconds(9), 9)).containsExactly(object);
        // A while later nobody can be in the middle of storing it any more.
        catalogue.gone(object);
        now = NOON.plus(Duration.ofHours(2));
        catalogue.gone("another");
        record(source, NOON);
        store(source, 1);
        assertThat(catalogue.has(source.id(), segment(1))).isTrue();
    }
}
