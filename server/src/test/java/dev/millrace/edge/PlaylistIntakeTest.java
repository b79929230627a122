package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.TestEdge.Wish;
import dev.millrace.segment.SegmentId;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of playlists that encoders push, seen from outside: by what the control node gets.
class PlaylistIntakeTest {
    private static final String HEAD =
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n";

    @TempDir Path root;

    private FakeControl control;
    private TestEdge edge;
    private Path media;

    @BeforeEach
    void start() throws Exception {
        root = root.toRealPath();
        media = Files.createDirectory(root.resolve("media"));
        control = new FakeControl();
        control.want(
                FakeControl.record("door", false, Instant.EPOCH),
                FakeControl.record("gate", false, Instant.EPOCH));
        edge = new TestEdge(Wish.of(root).to(control));
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
        control.close();
    }

    private void awaitStored(String source, List<String> hashes) {
        Waiting.until(
                "all of %s is stored".formatted(source),
                Duration.ofSeconds(60),
                () -> control.hashes(source).size() >= hashes.size());
        assertThat(control.hashes(source)).isEqualTo(hashes);
        assertThat(control.faults()).isEmpty();
    }

    private HttpResponse<String> push(String text) throws InterruptedException {
        return push(text, "file://" + media);
    }

    private HttpResponse<String> push(String text, String prefix) throws InterruptedException {
        try (var encoder = new Encoder("door", media, "%d.ts", 5)) {
            return encoder.push(edge.uri(), text, prefix).orElseThrow();
        }
    }

    private Path write(String name, long seed) throws IOException {
        return Files.write(media.resolve(name), Samples.body(seed));
    }

    private static String hash(long seed) {
        return SegmentId.hash(Samples.body(seed));
    }

    /// L4: LiveMix hangs from thirty new segments on.
    @Test
    void aThousandNewSegmentsInOnePlaylistAreTaken() throws Exception {
        try (var encoder = new Encoder("door", media, "seg-%d.ts", 1_000)) {
            for (int i = 0; i < 1_000; i++) {
                encoder.make(Samples.body(i, 2));
            }
            assertThat(encoder.push(edge.uri())).isEqualTo(200);
            awaitStored("door", encoder.hashes());
        }
    }

    /// L5, L15: a window longer than the cache, and a playlist that is sent again and again.
    @Test
    void whatWasSeenIsNotNewAgain() throws Exception {
        edge.close();
        edge = new TestEdge(Wish.of(root).to(control).cache(3L * Samples.body(0).length));
        try (var encoder = new Encoder("door", media, "seg-%d.ts", 50)) {
            for (int i = 0; i < 60; i++) {
                assertThat(encoder.step(edge.uri(), Samples.body(i))).isEqualTo(200);
                assertThat(encoder.push(edge.uri())).isIn(200, 503);
                int count = i + 1;
                Waiting.until("it is stored", () -> control.hashes("door").size() >= count);
            }
            awaitStored("door", encoder.hashes());
        }
    }

    /// L6: LiveMix waits for ever for the one that is gone, and forgets the others.
    @Test
    void aSegmentThatIsGoneIsAGap() throws Exception {
        try (var encoder = new Encoder("door", media, "seg-%d.ts", 5)) {
            encoder.step(edge.uri(), Samples.body(0));
            awaitStored("door", List.of(hash(0))); // it knows of the recording
            Files.delete(encoder.make(Samples.body(1)));
            encoder.step(edge.uri(), Samples.body(2));
            awaitStored("door", List.of(hash(0), hash(2)));
        }
        assertThat(control.stored("door").stream().map(it -> it.segment().id().sequence()))
                .containsExactly(0L, 2L);
        Waiting.until("control knows why", () -> control.lost("door").size() == 1);
        assertThat(control.lost("door").getFirst().reason()).contains("seg-1.ts");
        assertThat(control.lost("door").getFirst().segment().id().sequence()).isEqualTo(1);
    }

    /// L9: two cameras with the same names.
    @Test
    void camerasWithTheSameNamesAreNotMixedUp() throws Exception {
        Path other = Files.createDirectory(media.resolve("other"));
        try (var door = new Encoder("door", media, "seg-%d.ts", 5);
                var gate = new Encoder("gate", other, "seg-%d.ts", 5)) {
            for (int i = 0; i < 5; i++) {
                door.step(edge.uri(), Samples.body(i));
                gate.step(edge.uri(), Samples.body(100 + i));
            }
            awaitStored("door", door.hashes());
            awaitStored("gate", gate.hashes());
        }
    }

    /// L9: an encoder that starts again counts from the beginning and uses its names again.
    @Test
    void anEncoderThatStartsAgainIsNotTakenForItsPast() throws Exception {
        try (var encoder = new Encoder("door", media, "seg-%d.ts", 3)) {
            for (int i = 0; i < 12; i++) {
                if (i == 2 || i == 7) {
                    encoder.restart();
                }
                encoder.step(edge.uri(), Samples.body(i));
                int count = i + 1;
                Waiting.until("it is stored", () -> control.hashes("door").size() >= count);
            }
            awaitStored("door", encoder.hashes());
        }
        List<Long> eras = control.stored("door").stream().map(it -> it.segment().era()).toList();
        assertThat(eras).containsExactly(0L, 0L, 1L, 1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L, 2L);
    }

    /// L5: what was seen is known after a restart, too, and its numbers go on.
    @Test
    void aRestartOfTheEdgeIsNoNewBeginning() throws Exception {
        try (var encoder = new Encoder("door", media, "seg-%d.ts", 6)) {
            for (int i = 0; i < 6; i++) {
                encoder.step(edge.uri(), Samples.body(i));
            }
            awaitStored("door", encoder.hashes());
            edge.close();
            encoder.make(Samples.body(6));
            edge = new TestEdge(Wish.of(root).to(control));
            encoder.step(edge.uri(), Samples.body(7));
            awaitStored("door", encoder.hashes());
        }
        assertThat(control.stored("door").stream().map(it -> it.segment().era())).containsOnly(0L);
        assertThat(control.stored("door").stream().map(it -> it.segment().id().sequence()))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void aPlaylistThatWasOvertakenIsOldNews() throws Exception {
        try (var encoder = new Encoder("door", media, "seg-%d.ts", 3)) {
            for (int i = 0; i < 4; i++) {
                encoder.step(edge.uri(), Samples.body(i));
            }
            awaitStored("door", encoder.hashes());
            String late = encoder.playlist();
            for (int i = 4; i < 6; i++) {
                encoder.step(edge.uri(), Samples.body(i));
            }
            awaitStored("door", encoder.hashes());
            encoder.push(edge.uri(), late, "file://" + media);
            encoder.step(edge.uri(), Samples.body(6));
            awaitStored("door", encoder.hashes());
        }
    }

    /// L14: CRLF, unknown tags, discontinuities, byte ranges.
    @Test
    void legalPlaylistsAreRead() throws Exception {
        byte[] both = new byte[2 * Samples.body(0).length];
        System.arraycopy(Samples.body(1), 0, both, 0, both.length / 2);
        System.arraycopy(Samples.body(2), 0, both, both.length / 2, both.length / 2);
        write("a 0.ts", 0);
        Files.write(media.resolve("both.ts"), both);
        write("c.ts", 3);
        String text =
                HEAD
                        + """
                        #EXT-X-INDEPENDENT-SEGMENTS
                        #EXT-X-SOMETHING-NEW:YES
                        # a comment
                        #EXT-X-PROGRAM-DATE-TIME:1999-01-01T00:00:00Z
                        #EXTINF:2.0,title
                        a%%200.ts

                        #EXTINF:2.0,
                        #EXT-X-BYTERANGE:%1$d@0
                        both.ts
                        #EXT-X-BYTERANGE:%1$d
                        #EXTINF:2.0,
                        both.ts
                        #EXT-X-DISCONTINUITY
                        #EXT-X-KEY:METHOD=NONE
                        #EXTINF:2.0,
                        c.ts
                        """
                                .formatted(both.length / 2);
        assertThat(push(text.replace("\n", "\r\n")).statusCode()).isEqualTo(200);
        awaitStored("door", List.of(hash(0), hash(1), hash(2), hash(3)));
        assertThat(control.stored("door").stream().map(it -> it.segment().era()))
                .containsExactly(0L, 0L, 0L, 1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello world",
                "#EXTM3U\n#EXT-X-ENDLIST\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n",
                "#EXTM3U\n#EXTINF:2.0,\na.ts\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI=\"i.mp4\"\n#EXTINF:2,\na.m4s\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n"
                        + "#EXTINF:2,\na.ts\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2000,\na.ts\n",
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n"
            })
    void whatIsNoPlaylistIsRefused(String text) throws Exception {
        HttpResponse<String> answer = push(text);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"detail\":");
    }

    /// S2: refused as a whole, before anything is read.
    @Test
    void filesThatMayNotBeReadAreRefused() throws Exception {
        String passwd = HEAD + "#EXTINF:2.0,\npasswd\n";
        assertThat(push(passwd, "file:///etc").statusCode()).isEqualTo(403);
        String above = HEAD + "#EXTINF:2.0,\n../../../../etc/passwd\n";
        assertThat(push(above).statusCode()).isEqualTo(403);
        assertThat(push(HEAD + "#EXTINF:2.0,\nfile:///etc/passwd\n").statusCode()).isEqualTo(403);
        assertThat(push(HEAD + "#EXTINF:2.0,\nhttp://x/y.ts\n").statusCode()).isEqualTo(403);
    }

    /// S2: what only shows when it is read is a gap, and is never sent.
    @Test
    void linksAndOtherFilesAreGaps() throws Exception {
        Files.createSymbolicLink(media.resolve("link.ts"), Path.of("/etc/passwd"));
        Files.writeString(media.resolve("text.ts"), "root:x:0:0");
        write("first.ts", 0);
        write("good.ts", 1);
        String first = HEAD + "#EXTINF:2.0,\nfirst.ts\n";
        assertThat(push(first).statusCode()).isEqualTo(200);
        awaitStored("door", List.of(hash(0))); // it knows of the recording
        String all =
                first + "#EXTINF:2.0,\nlink.ts\n#EXTINF:2.0,\ntext.ts\n#EXTINF:2.0,\ngood.ts\n";
        assertThat(push(all).statusCode()).isEqualTo(200);
        awaitStored("door", List.of(hash(0), hash(1)));
        Waiting.until("both are gaps", () -> control.lost("door").size() == 2);
    }

    @Test
    void tooMuchIsRefused() throws Exception {
        String line = "#EXTINF:2.0,\nsegment-with-a-long-name.ts\n";
        assertThat(push(HEAD + line.repeat(20_000)).statusCode()).isEqualTo(413);
        assertThat(push(HEAD + "#" + "x".repeat(9 << 20)).statusCode()).isEqualTo(413);
        assertThat(push(HEAD + line.repeat(5_000)).statusCode()).isEqualTo(200);
    }

    @Test
    void timesAreThoseOfArrivalAndThenWithoutJitter() throws Exception {
        var before = Instant.now();
        try (var encoder = new Encoder("door", media, "seg-%d.ts", 10)) {
            for (int i = 0; i < 5; i++) {
                encoder.make(Samples.body(i));
            }
            encoder.push(edge.uri());
            awaitStored("door", encoder.hashes());
        }
        List<Instant> starts =
                control.stored("door").stream().map(it -> it.segment().start()).toList();
        for (int i = 1; i < 5; i++) {
            assertThat(starts.get(i)).isEqualTo(starts.get(i - 1).plusSeconds(2));
        }
        assertThat(starts.getLast().plusSeconds(2)).isBetween(before.minusMillis(1), Instant.now());
    }

    @Test
    void viewersNearbyWatchWhatIsInTheCache() throws Exception {
        assertThat(edge.get("/liveness/alive").statusCode()).isEqualTo(200);
        assertThat(edge.get("/liveness/ready").statusCode()).isEqualTo(503);
        var bodies = new ArrayList<byte[]>();
        try (var encoder = new Encoder("door", media, "seg-%d.ts", 3)) {
            for (int i = 0; i < 8; i++) {
                bodies.add(Samples.body(i));
                encoder.step(edge.uri(), bodies.getLast());
            }
            awaitStored("door", encoder.hashes());
        }
        Waiting.until("it is ready", () -> edge.get("/liveness/ready").statusCode() == 200);
        assertThat(edge.get("/v1/source").body())
                .contains("\"success\":true", "\"name\":\"door\"", "\"id\":\"id-of-door\"");
        HttpResponse<String> playlist = edge.get("/v1/vod/live/id-of-door/vid.m3u8");
        assertThat(playlist.headers().firstValue("Content-Type"))
                .contains("application/vnd.apple.mpegurl");
        assertThat(playlist.body())
                .contains("#EXT-X-MEDIA-SEQUENCE:2\n", "#EXT-X-TARGETDURATION:2\n");
        Matcher names = Pattern.compile("(?m)^[^#].*").matcher(playlist.body());
        for (int i = 2; i < 8; i++) {
            assertThat(names.find()).isTrue();
            assertThat(edge.bytes("/v1/vod/live/id-of-door/" + names.group()))
                    .isEqualTo(bodies.get(i));
        }
        assertThat(names.find()).isFalse();
        assertThat(edge.get("/v1/vod/live/door/any.m3u8").statusCode()).isEqualTo(200);
        assertThat(edge.get("/v1/vod/live/nobody/vid.m3u8").statusCode()).isEqualTo(404);
        assertThat(edge.get("/v1/vod/live/door/seg-1.ts").statusCode()).isEqualTo(404);
        assertThat(edge.get("/v1/vod/live/door/vid.mp4").statusCode()).isEqualTo(404);
        assertThat(edge.get("/api/v2/edge").body())
                .contains("\"state\":\"connected\"", "\"name\":\"door\"");
    }
}
