package dev.millrace.control.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.control.Recording;
import dev.millrace.control.StoredSegment;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import dev.millrace.testing.Clip;
import dev.millrace.testing.ControlServer;
import dev.millrace.testing.FakeEdge;
import dev.millrace.testing.Waiting;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Refused;
import dev.millrace.uplink.ControlMessage.Send;
import dev.millrace.uplink.ControlMessage.Stored;
import dev.millrace.uplink.EdgeMessage.Hello;
import dev.millrace.uplink.EdgeMessage.Lost;
import dev.millrace.uplink.EdgeMessage.Offer;
import dev.millrace.uplink.EdgeMessage.Settled;
import dev.millrace.uplink.Messages;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UplinkTest extends OneCamera {
    private void awaitNoTransfers() {
        Waiting.until("no memory is held", () -> server.node.transfers().used() == 0);
    }

    private List<StoredSegment> stored(String recording) {
        return server.node.catalogue().segments(recording, -1, 1_000);
    }

    @Test
    void whoDoesNotShowTheTokenIsNotConnected() {
        assertThatThrownBy(() -> new FakeEdge(server.address(), "a-wrong-token-of-edges"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThat(server.status("GET", Messages.PATH)).isEqualTo(401);
        assertThat(server.get(Messages.PATH, "Authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        String right = "Bearer " + ControlServer.EDGE_TOKEN;
        assertThat(server.get(Messages.PATH, "Authorization", right).statusCode()).isEqualTo(400);
        assertThat(
                        server.get(
                                        Messages.PATH,
                                        "Authorization",
                                        "Bearer " + ControlServer.ADMIN.reveal())
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aSourceThatIsAnnouncedIsThereAndOnlyOnce() {
        UUID id = source();
        edge.announce("cam", "door");
        edge.awaitDesired(it -> it.sources().size() == 2);
        assertThat(source()).isEqualTo(id);
        assertThat(server.json("/v1/source").at("/sources")).hasSize(2);
    }

    @Test
    void aRenamedSourceIsStillAnnouncedByItsOldName() {
        UUID id = source();
        server.send("PUT", "/v1/source/%s/name?new_name=gate".formatted(id), "");
        edge.announce("cam");
        assertThat(server.json("/v1/source").at("/sources")).hasSize(1);
        assertThat(server.sourceId("gate")).isEqualTo(id.toString());
    }

    @Test
    void whatIsWantedIsTold() {
        server.send("PUT", "/v1/source/%s/streaming?new_state=true".formatted(source()), "");
        edge.awaitDesired(it -> it.sources().getFirst().live());
        // By another control node, as far as this one can tell.
        server.node.catalogue().stream(source(), false);
        edge.awaitDesired(it -> !it.sources().getFirst().live());
    }

    @Test
    void aLiveSegmentIsListedAndComesOutAsItWentIn() {
        edge.bring("cam", clip(1), true, false);
        edge.bring("cam", clip(2), true, false);
        String base = "/v1/vod/live/%s/".formatted(source());
        assertThat(ControlServer.text(server.get(base + "vid.m3u8")))
                .contains(clip(1).file(), clip(2).file(), "#EXT-X-MEDIA-SEQUENCE:1\n");
        assertThat(server.get(base + clip(2).file()).body()).isEqualTo(clip(2).body());
        assertThat(server.node.intake().stored()).isZero();
    }

    @Test
    void aRecordingIsStoredOnceAndIdentical() {
        String id = record();
        for (long i = 0; i < 3; i++) {
            edge.bring("cam", clip(i), true, true);
        }
        long again = edge.offer("cam", clip(1), true, true);
        assertThat(edge.await(Stored.class).transfer()).isEqualTo(again);
        assertThat(stored(id)).hasSize(3);
        assertThat(server.node.intake().stored()).isEqualTo(3);
        assertReplays(id, 0, 1, 2);
    }

    @Test
    void whatWasLiveBeforeItWasRecordedIsNotSentAgain() {
        edge.bring("cam", clip(0), true, false);
        String id = record();
        Waiting.until("it is kept", () -> stored(id).size() == 1);
        long number = edge.offer("cam", clip(0), false, true);
        assertThat(edge.await(Stored.class).transfer()).isEqualTo(number);
        assertReplays(id, 0);
    }

    /// L8: there is no moment in which a segment belongs to nothing.
    @Test
    void aSegmentOfARecordingThatThisEdgeDoesNotKnowYetIsKept() {
        String id =
                server.record(
                        source().toString(),
                        "{\"start_time_epoch\": %d}".formatted(began.getEpochSecond()));
        edge.bring("cam", clip(0), true, false);
        assertThat(stored(id)).hasSize(1);
    }

    /// L19.
    @Test
    void segmentsOutsideARecordingAreNotInIt() {
        edge.bring("cam", clip(0), true, true);
        edge.bring("cam", clip(1), true, true);
        String from =
                "{\"start_time_epoch\": %d}"
                        .formatted(clip(2).segment().start().getEpochSecond() + 1);
        String id = server.record(source().toString(), from);
        edge.bring("cam", clip(2), true, true);
        edge.bring("cam", clip(3), true, true);
        assertThat(stored(id))
                .extracting(it -> it.segment().id().sequence())
                .containsExactly(2L, 3L);
    }

    @Test
    void anInterruptedTransferGoesOnWhereItWas() {
        Clip large = Clip.of(0, began, 0, 188 * 2_000);
        String id = record();
        long number = edge.offer("cam", large, true, true);
        assertThat(edge.await(Send.class)).isEqualTo(new Send(number, 0));
        edge.send(number, large, 0, 3 * Messages.PIECE_BYTES_MAX);
        Waiting.until("it is here", () -> server.node.transfers().used() > 128 << 10);
        Waiting.briefly();
        edge.cut();
        Waiting.until("it is gone", () -> server.node.edges().list().isEmpty());
        try (FakeEdge next = server.edge("north", "cam")) {
            long offered = next.offer("cam", large, true, true);
            Send send = next.await(Send.class);
            assertThat(send.fromByte()).isPositive();
            next.send(offered, large, send.fromByte(), large.body().length);
            assertThat(next.await(Stored.class).transfer()).isEqualTo(offered);
        }
        assertThat(stored(id)).extracting(StoredSegment::segment).containsExactly(large.segment());
        awaitNoTransfers();
    }

    @Test
    void transfersMayEndInAnyOrder() {
        String id = record();
        var numbers = new ArrayList<Long>();
        for (long i = 0; i < 4; i++) {
            numbers.add(edge.offer("cam", clip(i), true, true));
            edge.await(Send.class);
        }
        for (int i = 3; i >= 0; i--) {
            edge.send(numbers.get(i), clip(i), 0, clip(i).body().length);
        }
        for (int i = 0; i < 4; i++) {
            edge.await(Stored.class);
        }
        assertReplays(id, 0, 1, 2, 3);
    }

    /// The newest comes first, what was missed follows: the playlist only grows.
    @Test
    void aPlaylistEndsBeforeWhatIsOwed() {
        String id = record();
        edge.bring("cam", clip(0), true, true);
        edge.bring("cam", clip(3), true, true);
        assertReplays(id, 0);
        edge.bring("cam", clip(1), false, true);
        assertReplays(id, 0, 1);
        edge.bring("cam", clip(2), false, true);
        assertReplays(id, 0, 1, 2, 3);
    }

    /// A report says nothing of what was made after it, as one that is stored before the one before
    /// it.
    @Test
    void whatWasReportedEarlierIsNoReasonToLeaveAGap() {
        String id = record();
        edge.bring("cam", clip(0), true, true);
        edge.reportAllSent("cam");
        edge.reportAllSent("cam");
        edge.bring("cam", clip(2), true, true);
        assertReplays(id, 0);
        edge.bring("cam", clip(1), false, true);
        assertReplays(id, 0, 1, 2);
        edge.bring("cam", clip(4), true, true);
        edge.reportAllSent("cam");
        server.awaitPlaylist(
                "/v1/vod/recording/%s/vid.m3u8".formatted(id), it -> it.contains(clip(4).file()));
    }

    @Test
    void whatIsLostIsAGap() {
        String id = record();
        edge.bring("cam", clip(0), true, true);
        edge.say(new Lost(900, "cam", clip(1).segment(), "the spool was full"));
        assertThat(edge.await(Stored.class).transfer()).isEqualTo(900);
        edge.bring("cam", clip(2), true, true);
        String path = "/v1/vod/recording/%s/".formatted(id);
        assertThat(ControlServer.text(server.get(path + "vid.m3u8")))
                .contains("#EXT-X-PLAYLIST-TYPE:EVENT\n", clip(2).file())
                .containsOnlyOnce("#EXT-X-GAP\n")
                .doesNotContain("ENDLIST");
        assertThat(server.status("GET", path + clip(1).file())).isEqualTo(404);
    }

    @Test
    void aRecordingThatIsOverIsComplete() {
        String id = record();
        edge.bring("cam", clip(0), true, true);
        server.send("POST", "/v1/recording/%s/stop".formatted(id), "");
        edge.awaitDesired(it ->
                it.sources().getFirst().recordings().stream().anyMatch(r -> r.to().isPresent()));
        edge.bring("cam", clip(1), true, true);
        edge.say(new Settled(id));
        edge.awaitDesired(it -> it.sources().getFirst().recordings().isEmpty());
        assertReplays(id, 0, 1);
        assertThat(ControlServer.text(server.get("/v1/vod/recording/%s/vid.m3u8".formatted(id))))
                .contains("#EXT-X-PLAYLIST-TYPE:VOD\n", "#EXT-X-ENDLIST\n");
    }

    @Test
    void nobodySettlesTheRecordingOfAnother() {
        String id = record();
        server.send("POST", "/v1/recording/%s/stop".formatted(id), "");
        try (FakeEdge other = server.edge("south", "door")) {
            other.say(new Settled(id));
            other.bring("door", clip(0), true, false); // so that it was read
        }
        assertThat(server.node.catalogue().recording(id).filter(Recording::settled)).isEmpty();
    }

    // What no edge node does

    @Test
    void aWrongHashIsRefusedAndNothingIsKept() {
        String id = record();
        long number = edge.offer("cam", clip(0), true, true);
        edge.await(Send.class);
        edge.send(number, new Clip(clip(0).segment(), clip(1).body()), 0, clip(1).body().length);
        assertThat(edge.await(Refused.class).reason()).contains("hash");
        assertThat(stored(id)).isEmpty();
        edge.bring("cam", clip(0), true, true);
        assertReplays(id, 0);
    }

    @Test
    void moreBytesThanPromisedAreRefused() {
        long number = edge.offer("cam", clip(0), true, true);
        edge.await(Send.class);
        edge.binary(Messages.piece(number, ByteBuffer.wrap(new byte[188 * 50 + 1])));
        assertThat(edge.await(Refused.class).reason()).contains("more bytes");
        edge.binary(Messages.piece(number, ByteBuffer.wrap(new byte[188])));
        edge.bring("cam", clip(1), true, false);
        awaitNoTransfers();
    }

    /// Its announcement may be about to come.
    @Test
    void aSourceThatWasNotAnnouncedIsRefusedForNow() {
        edge.offer("door", clip(0), true, true);
        assertThat(edge.await(Refused.class).forGood()).isFalse();
        edge.offer("cam", clip(0), false, false);
        assertThat(edge.await(Refused.class).reason()).contains("neither");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{\"welcome\": {}}",
                "{\"hello\": {}, \"offer\": {}}",
                "{\"announce\": {\"sources\": [{\"name\": \"x\"}]}}",
                "{\"offer\": {\"transfer\": -1}}",
                "{\"hello\": {\"node\": \"again\", \"version\": \"1\","
                        + " \"clock\": \"2026-11-22T12:00:00Z\"}}"
            })
    void nonsenseEndsTheConnectionAndNoOther(String text) {
        try (FakeEdge other = server.edge("south", "door")) {
            other.text(text);
            assertThat(other.awaitClose()).startsWith("1008 ");
        }
        edge.bring("cam", clip(0), true, false);
    }

    @Test
    void aPieceOfNothingEndsTheConnection() {
        try (FakeEdge other = server.edge("south", "door")) {
            other.binary(Messages.piece(77, ByteBuffer.wrap(new byte[10])));
            assertThat(other.awaitClose()).startsWith("1008 a piece of transfer 77");
        }
    }

    @Test
    void nothingIsOfferedBeforeAnAnnouncement() {
        try (var other = new FakeEdge(server.address(), ControlServer.EDGE_TOKEN)) {
            other.say(new Hello("south", "1", Instant.now()));
            other.say(new Offer(1, "cam", clip(0).segment(), true, true));
            assertThat(other.awaitClose()).startsWith("1008 ");
        }
    }

    @Test
    void hugePromisesTakeNoMemoryFromOthers() {
        try (FakeEdge other = server.edge("south", "door")) {
            for (long i = 0; i < 8; i++) {
                var id = new SegmentId(i, SegmentId.hash(new byte[] {(byte) i}));
                var huge = new Segment(id, began, 1_000_000, Segment.BYTES_MAX, 0);
                other.say(new Offer(i, "door", huge, true, true));
                other.await(Send.class);
            }
            other.say(new Offer(99, "door", clip(0).segment(), true, true));
            assertThat(other.await(Refused.class).forGood()).isFalse();
            edge.bring("cam", clip(0), true, true);
            awaitNoTransfers();
        }
    }

    // Who sends what

    @Test
    void theNewerOfTwoEdgesSendsASource() {
        record();
        try (FakeEdge newer = server.edge("south", "cam")) {
            newer.awaitDesired(it -> it.sources().size() == 1);
            edge.awaitDesired(it -> it.sources().isEmpty());
            edge.offer("cam", clip(0), true, false);
            assertThat(edge.await(Refused.class).forGood()).isFalse();
            newer.bring("cam", clip(0), true, true);
        }
        edge.awaitDesired(it -> it.sources().size() == 1);
        edge.bring("cam", clip(1), true, true);
    }

    /// What it kept when it was its turn belongs to the recording, and would be in the way of all
    /// its other sources if it could not be sent.
    @Test
    void theOlderOfTwoEdgesStillBringsWhatItHasKept() {
        String id = record();
        try (FakeEdge newer = server.edge("south", "cam")) {
            newer.awaitDesired(it -> it.sources().size() == 1);
            edge.awaitDesired(it -> it.sources().isEmpty());
            edge.bring("cam", clip(0), true, true);
            newer.bring("cam", clip(1), true, true);
        }
        assertReplays(id, 0, 1);
        assertThat(server.node.windows().size(source())).isEqualTo(1);
    }

    @Test
    void theSameEdgeOverANewConnectionEndsTheOldOne() {
        try (FakeEdge newer = server.edge("north", "cam")) {
            newer.await(Desired.class);
            assertThat(edge.awaitClose()).contains("connected again");
            newer.bring("cam", clip(0), true, false);
        }
    }

    /// L7: whatever an edge node's clock says, and however long it is silent.
    @Test
    void nothingEndsWhenAnEdgeFallsSilent() {
        String id = record();
        server.send("PUT", "/v1/source/%s/streaming?new_state=true".formatted(source()), "");
        edge.cut();
        Waiting.until("it is gone", () -> server.node.edges().list().isEmpty());
        assertThat(server.json("/v1/recording/" + id).at("/recording/active").asInt()).isEqualTo(1);
        try (FakeEdge again = server.edge("north", "cam")) {
            Desired desired = again.awaitDesired(it -> it.sources().size() == 1);
            assertThat(desired.sources().getFirst().live()).isTrue();
            assertThat(desired.sources().getFirst().recordings()).hasSize(1);
            again.bring("cam", clip(0), true, true);
        }
        assertReplays(id, 0);
    }

    @Test
    void reportsAreShown() {
        edge.report("cam", Optional.of(began));
        Waiting.until("it is known", () -> server.node.edges().status(source()).isPresent());
        var source = server.json("/api/v2/sources").at("/sources/0");
        assertThat(source.at("/alive").asBoolean()).isTrue();
        assertThat(source.at("/outbox/segments").asInt()).isEqualTo(1);
        assertThat(server.json("/api/v2/edges").at("/edges/0/node").asString()).isEqualTo("north");
    }
}
