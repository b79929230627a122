package dev.millrace.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.control.StoredSegment;
import dev.millrace.control.objects.ObjectStores;
import dev.millrace.testing.Clip;
import dev.millrace.testing.ControlServer;
import dev.millrace.testing.FakeEdge;
import dev.millrace.testing.Waiting;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Refused;
import dev.millrace.uplink.ControlMessage.Send;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final int COUNT = 10;

    private final Instant began =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(COUNT * Clip.SECONDS + 1);

    @TempDir private Path folder;
    private SlowStore store;
    private ControlServer server;
    private FakeEdge edge;
    private String recording;

    @BeforeEach
    void recordAFew() throws IOException {
        store = new SlowStore(ObjectStores.open("", folder, Optional.empty()));
        server =
                new ControlServer(
                        folder,
                        it -> {
                            it.close();
                            return store;
                        });
        edge = server.edge("north", "cam");
        edge.await(Desired.class);
        recording =
                server.record(
                        server.sourceId("cam"),
                        "{\"start_time_epoch\": %d}".formatted(began.getEpochSecond()));
        for (long i = 0; i < COUNT; i++) {
            edge.bring("cam", clip(i), false, true);
        }
    }

    @AfterEach
    void close() {
        store.gate.countDown();
        edge.close();
        server.close();
    }

    private Clip clip(long sequence) {
        return Clip.of(sequence, began);
    }

    private String path(String file) {
        return "/v1/vod/recording/%s/%s".formatted(recording, file);
    }

    private HttpResponse<byte[]> segment(long sequence) {
        return server.get(path(clip(sequence).file()));
    }

    private String key(long sequence) {
        return server.node
                .catalogue()
                .segment(recording, clip(sequence).segment().id().name())
                .flatMap(StoredSegment::object)
                .orElseThrow();
    }

    private byte[] all() {
        var all = new ByteArrayOutputStream();
        for (long i = 0; i < COUNT; i++) {
            all.writeBytes(clip(i).body());
        }
        return all.toByteArray();
    }

    /// L2: one who leaves is no reason for others to wait.
    @Test
    void anAbortedDownloadIsFollowedByFiftyGoodOnes() throws IOException {
        store.gate = new CountDownLatch(1);
        URI uri = URI.create(server.address());
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            String request = "GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path(clip(0).file()));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            Waiting.until("it is being read", () -> store.reads.get() > 0);
        }
        store.gate.countDown();
        for (int i = 0; i < 50; i++) {
            assertThat(segment(i % COUNT).body()).isEqualTo(clip(i % COUNT).body());
        }
    }

    /// L3: a failed reading fails whoever asked, and nobody else.
    @Test
    void aReadingThatFailsFailsThatRequestOnly() {
        store.gone.add(key(3));
        store.gone.add(key(4));
        assertThat(segment(3).statusCode()).isEqualTo(502);
        for (int i = 0; i < 40; i++) {
            assertThat(server.status("GET", path("vid.m3u8"))).isEqualTo(200);
            assertThat(segment(2).statusCode()).isEqualTo(200);
        }
        assertThat(segment(5).body()).isEqualTo(clip(5).body());
        store.gone.clear();
        // A reading ahead may have begun before, and fails whoever joins it.
        Waiting.until("it is read again", () -> segment(3).statusCode() == 200);
        assertThat(segment(3).body()).isEqualTo(clip(3).body());
    }

    @Test
    void aStoreThatIsAwayIsSaidSoAndReturns() {
        store.isBroken = true;
        assertThat(segment(8).statusCode()).isEqualTo(503);
        assertThat(segment(8).headers().firstValue("Retry-After")).isPresent();
        edge.offer("cam", clip(COUNT), false, true);
        edge.send(edge.await(Send.class).transfer(), clip(COUNT), 0, clip(COUNT).body().length);
        assertThat(edge.await(Refused.class).forGood()).isFalse();
        store.isBroken = false;
        edge.bring("cam", clip(COUNT), false, true);
        assertThat(segment(8).body()).isEqualTo(clip(8).body());
    }

    /// L3: whatever it is that goes wrong, nobody waits for it for ever.
    @Test
    void aReadingThatCannotEvenFailIsOver() {
        store.isMad = true;
        assertThat(segment(8).statusCode()).isEqualTo(503);
        assertThat(server.status("GET", path("vid.m3u8"))).isEqualTo(200);
        store.isMad = false;
        assertThat(segment(8).body()).isEqualTo(clip(8).body());
        assertThat(segment(1).body()).isEqualTo(clip(1).body());
    }

    @Test
    void manyWhoWantTheSameCauseOneReading() {
        store.gate = new CountDownLatch(1);
        var waiting = new ArrayList<CompletableFuture<byte[]>>();
        for (int i = 0; i < 20; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> segment(9).body()));
        }
        Waiting.until("it is being read", () -> store.reads.get() > 0);
        store.gate.countDown();
        waiting.forEach(it -> assertThat(it.join()).isEqualTo(clip(9).body()));
        assertThat(store.reads).hasValue(1);
    }

    @Test
    void whatIsPlayedNextIsReadAhead() {
        segment(0);
        Waiting.until("the next two are there", () -> store.reads.get() >= 3);
        long hits = server.node.cache().hits();
        segment(1);
        segment(2);
        assertThat(server.node.cache().hits()).isEqualTo(hits + 2);
    }

    /// L9: what is stored is found only in its own recording.
    @Test
    void aSegmentOfAnotherRecordingIsNotFound() {
        try (FakeEdge other = server.edge("south", "door")) {
            other.await(Desired.class);
            String theirs =
                    server.record(
                            server.sourceId("door"),
                            "{\"start_time_epoch\": %d}".formatted(began.getEpochSecond()));
            assertThat(
                            server.status(
                                    "GET",
                                    "/v1/vod/recording/%s/%s".formatted(theirs, clip(0).file())))
                    .isEqualTo(404);
        }
    }

    /// L10: a segment is stored once, and there as long as somebody wants it.
    @Test
    void deletingARecordingLeavesWhatAnotherOneHas() {
        String second =
                server.record(
                        server.sourceId("cam"),
                        "{\"start_time_epoch\": %d}".formatted(began.getEpochSecond()));
        assertThat(server.status("DELETE", "/v1/recording/" + recording)).isEqualTo(200);
        assertThat(server.status("GET", path("vid.m3u8"))).isEqualTo(404);
        recording = second;
        assertThat(segment(1).body()).isEqualTo(clip(1).body());
        server.send("DELETE", "/v1/recording/" + second, "");
        Waiting.until("nothing is left", () -> objects().isEmpty());
    }

    private List<?> objects() {
        try {
            return store.list(Optional.empty(), 100);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// L20: no question to the catalogue has all segments in it.
    @Test
    void aLongRecordingIsListedWhole() {
        UUID source = UUID.fromString(server.sourceId("cam"));
        for (long i = COUNT; i < 1_100; i++) {
            server.node.catalogue().addSegment(source, clip(i).segment(), "long/" + i);
        }
        String playlist = ControlServer.text(server.get(path("vid.m3u8")));
        assertThat(playlist.lines().filter(it -> it.endsWith(".ts"))).hasSize(1_100);
    }

    /// Two segments of one number are both shown, and so is what follows.
    @Test
    void aNumberThatWasUsedTwiceIsNotTheEnd() {
        UUID source = UUID.fromString(server.sourceId("cam"));
        for (long i = COUNT; i < 1_010; i++) {
            server.node.catalogue().addSegment(source, clip(i).segment(), "long/" + i);
        }
        Clip twin = Clip.of(999, began.plusMillis(100));
        server.node.catalogue().addSegment(source, twin.segment(), "long/twin");
        String playlist = ControlServer.text(server.get(path("vid.m3u8")));
        assertThat(playlist.lines().filter(it -> it.endsWith(".ts"))).hasSize(1_011);
        assertThat(server.json("/v1/recording/%s/segment".formatted(recording)).at("/segments"))
                .hasSize(1_011);
    }

    /// S3 is away while LiveMix's own edge nodes post: what was answered for is stored later.
    @Test
    void whatWasPostedAndCouldNotBeStoredIsStoredLater() {
        server.send("POST", "/v1/source", "{\"name\": \"door\", \"segment_len\": 4}");
        String source = server.sourceId("door");
        long start = Instant.now().getEpochSecond() - 60;
        recording = server.record(source, "{\"start_time_epoch\": %d}".formatted(start));
        post(source, start, clip(0));
        post(source, start + 8, clip(1)); // waits for the one before it
        store.isBroken = true;
        String live = "/v1/vod/live/%s/vid.m3u8".formatted(source);
        server.awaitPlaylist(live, it -> it.contains("#EXT-X-DISCONTINUITY\n"));
        store.isBroken = false;
        Waiting.until("both are stored", () -> stored() == 2);
    }

    private int stored() {
        return server.node.catalogue().segments(recording, -1, 100).size();
    }

    private void post(String source, long start, Clip clip) {
        String[] headers = {
            "Source-ID",
            source,
            "Segment-Name",
            start + ".ts",
            "Segment-Start-TS",
            Long.toString(start),
            "Segment-Length-MSec",
            "4000",
            "Segment-URI",
            "file:///a.ts"
        };
        assertThat(server.send("POST", "/v1/new-segment", clip.body(), headers).statusCode())
                .isEqualTo(200);
    }

    /// L21.
    @Test
    void deletingASourceDeletesItsRecordings() {
        String source = server.sourceId("cam");
        assertThat(server.status("DELETE", "/v1/source/" + source)).isEqualTo(200);
        assertThat(server.status("GET", "/v1/recording/" + recording)).isEqualTo(404);
        assertThat(server.status("GET", path("vid.m3u8"))).isEqualTo(404);
        Waiting.until("nothing is left", () -> objects().isEmpty());
    }

    @Test
    void anExportIsAllOfItInOnePiece() {
        HttpResponse<byte[]> whole = server.get(path("export.ts"));
        assertThat(whole.body()).isEqualTo(all());
        assertThat(whole.headers().firstValueAsLong("Content-Length").orElse(0))
                .isEqualTo(all().length);
        assertThat(whole.headers().firstValue("Content-Type")).hasValue("video/mp2t");
    }

    @Test
    void aPartOfAnExportIsAPart() {
        int first = clip(0).body().length - 5;
        HttpResponse<byte[]> part =
                server.get(path("export.ts"), "Range", "bytes=%d-%d".formatted(first, first + 9));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(all(), first, first + 10));
        assertThat(part.headers().firstValue("Content-Range"))
                .hasValue("bytes %d-%d/%d".formatted(first, first + 9, all().length));
        assertThat(server.get(path("export.ts"), "Range", "bytes=99999999-").statusCode())
                .isEqualTo(416);
        assertThat(server.send("HEAD", path("export.ts"), new byte[0]).headers().map())
                .containsKey("content-length");
    }

    @Test
    void aTimeOfAnExportIsThatTime() {
        Instant from = clip(2).segment().start().plusMillis(1);
        Instant to = clip(4).segment().start();
        HttpResponse<byte[]> part = server.get(path("export.ts?from=%s&to=%s".formatted(from, to)));
        var expected = new ByteArrayOutputStream();
        expected.writeBytes(clip(2).body());
        expected.writeBytes(clip(3).body());
        assertThat(part.body()).isEqualTo(expected.toByteArray());
        assertThat(server.status("GET", path("export.ts?from=yesterday"))).isEqualTo(400);
        assertThat(server.status("GET", path("export.ts?from=1&to=100"))).isEqualTo(404);
    }

    @Test
    void anExportThatCannotBeReadIsNotTakenForWhole() {
        store.gone.add(key(0));
        assertThat(server.get(path("export.ts")).statusCode()).isEqualTo(502);
    }
}
