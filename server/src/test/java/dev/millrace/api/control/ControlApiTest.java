package dev.millrace.api.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Clip;
import dev.millrace.testing.ControlServer;
import dev.millrace.testing.FakeEdge;
import dev.millrace.testing.Waiting;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.EdgeMessage.Lost;
import dev.millrace.uplink.EdgeMessage.Report;
import dev.millrace.uplink.EdgeMessage.Settled;
import dev.millrace.uplink.EdgeMessage.SourceReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What pages are told about a source and a recording of it, by an edge node that says what it
/// owes.
class ControlApiTest {
    private final Instant began =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(1));

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private ControlServer server;

    @SuppressWarnings("NullAway.Init")
    private FakeEdge edge;

    @SuppressWarnings("NullAway.Init")
    private String recording;

    @BeforeEach
    void record() {
        server = new ControlServer(folder);
        edge = server.edge("north", "cam");
        edge.await(Desired.class);
        String wanted =
                "{\"source\": \"%s\", \"start\": \"%s\"}".formatted(server.sourceId("cam"), began);
        JsonNode started = ControlServer.json(server.send("POST", "/api/v2/recordings", wanted));
        recording = started.get("id").asString();
        edge.awaitDesired(it -> !it.sources().getFirst().recordings().isEmpty());
    }

    @AfterEach
    void close() {
        edge.close();
        server.close();
    }

    private Clip clip(long sequence) {
        return Clip.of(sequence, began);
    }

    private void bring(long... sequences) {
        for (long sequence : sequences) {
            edge.bring("cam", clip(sequence), false, true);
        }
    }

    private JsonNode timeline(String query) {
        return server.json("/api/v2/recordings/%s/timeline%s".formatted(recording, query));
    }

    /// Waits until it is said from when on something is owed: at the second report, as the first
    /// may have crossed what is wanted.
    private void owe(Optional<Instant> oldest) {
        edge.report("cam", oldest);
        edge.report("cam", oldest);
        String wanted = oldest.map(Instant::toString).orElse("");
        Waiting.until(
                "it is known", () -> timeline("").get("owedFrom").asString("").equals(wanted));
    }

    /// In seconds since it began: `0-4 stored`.
    private List<String> stretches(String query) {
        return StreamSupport.stream(timeline(query).get("stretches").spliterator(), false)
                .map(it ->
                        "%d-%d %s".formatted(seconds(it, "start"), seconds(it, "end"), state(it)))
                .toList();
    }

    private long seconds(JsonNode stretch, String name) {
        return Duration.between(began, Instant.parse(stretch.get(name).asString())).toSeconds();
    }

    private static String state(JsonNode stretch) {
        return stretch.get("state").asString();
    }

    @Test
    void aTimelineSaysWhatIsStoredWhatIsLostAndFromWhenOnMoreMayCome() {
        bring(0, 1, 4);
        owe(Optional.of(clip(2).segment().start()));
        assertThat(stretches("")).containsExactly("0-4 stored", "8-10 stored");
        edge.say(new Lost(77, "cam", clip(2).segment(), "the spool is full"));
        bring(3);
        owe(Optional.empty());
        assertThat(stretches("")).containsExactly("0-4 stored", "4-6 lost", "6-10 stored");
        // What a page that knew the beginning asks for.
        assertThat(stretches("?from=" + clip(2).segment().start()))
                .containsExactly("4-6 lost", "6-10 stored");
    }

    @Test
    void ofARecordingThatIsSettledNothingIsOwed() {
        bring(0);
        server.send("POST", "/api/v2/recordings/%s/stop".formatted(recording), "");
        edge.report("cam", Optional.of(began));
        edge.say(new Settled(recording));
        Waiting.until(
                "it is complete",
                () -> server.json("/api/v2/recordings/" + recording).get("settled").asBoolean());
        assertThat(timeline("").get("owedFrom").isNull()).isTrue();
    }

    @Test
    void allOfAnEdgeNodeThatIsAwayMayStillCome() {
        bring(0);
        edge.close();
        Waiting.until(
                "it is away",
                () -> timeline("").get("owedFrom").asString("").equals(began.toString()));
    }

    @Test
    void pagesAreToldOfEdgeNodesAndHowFarBackTheyReach() {
        Instant cachedFrom = began.minusSeconds(60);
        var report =
                new SourceReport(
                        "cam",
                        Optional.of(began),
                        3,
                        300,
                        Optional.of(began),
                        Optional.of(4L),
                        1,
                        Optional.of(cachedFrom));
        edge.say(new Report(Instant.now(), List.of(report)));
        Waiting.until(
                "it has reported",
                () ->
                        server.json("/api/v2/control").at("/sources/0/outbox/segments").asInt(0)
                                == 3);
        JsonNode control = server.json("/api/v2/control");
        JsonNode source = control.get("sources").get(0);
        assertThat(source.get("cachedFrom").asString()).isEqualTo(cachedFrom.toString());
        assertThat(source.at("/outbox/lost").asInt()).isEqualTo(1);
        assertThat(control.at("/edges/0/node").asString()).isEqualTo("north");
        assertThat(control.at("/edges/0/sources/0").asString()).isEqualTo("cam");
        assertThat(control.get("trouble").isNull()).isTrue();
    }

    /// It is closed here, which is as good as gone.
    @Test
    void aCatalogueThatDoesNotAnswerIsSaidInWords() {
        server.node.catalogue().close();
        JsonNode control = server.json("/api/v2/control");
        assertThat(control.get("trouble").asString()).isEqualTo("the catalogue does not answer");
        assertThat(control.get("sources")).isEmpty();
    }

    @Test
    void theRevisionChangesWithRecordings() {
        long before = server.json("/api/v2/control").get("revision").asLong();
        server.send("POST", "/api/v2/recordings/%s/stop".formatted(recording), "");
        long stopped = server.json("/api/v2/control").get("revision").asLong();
        server.send("DELETE", "/api/v2/recordings/" + recording, "");
        long deleted = server.json("/api/v2/control").get("revision").asLong();
        assertThat(List.of(before, stopped, deleted)).doesNotHaveDuplicates();
    }
}
