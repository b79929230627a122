package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.hls.MediaSegment;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HlsPlayerTest {
    private static final Recording CARD = Recording.ofTestCard(4);
    private static final String MASTER =
            """
            #EXTM3U
            #EXT-X-STREAM-INF:BANDWIDTH=300000
            low/live.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=600000
            high/live.m3u8
            """;

    private HttpTestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HttpTestServer();
        List<byte[]> segments = Segments.of(CARD);
        for (int i = 0; i < segments.size(); i++) {
            server.put("/low/%d.ts".formatted(i), segments.get(i));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void playsAFilmFromItsBeginning() throws Exception {
        put(0, 4, "", true);
        assertPlaysEverything("/low/live.m3u8");
    }

    @Test
    void playsTheFirstVariant() throws Exception {
        server.put("/master.m3u8", bytes(MASTER));
        put(0, 4, "", true);
        assertPlaysEverything("/master.m3u8");
    }

    @Test
    void followsALiveStreamToItsEnd() throws Exception {
        put(0, 2, "", false);
        put(1, 3, "", false);
        put(2, 4, "", true);
        assertPlaysEverything("/low/live.m3u8");
    }

    @Test
    void aDiscontinuityBeginsANewStream() throws Exception {
        put(1, 3, "#EXT-X-DISCONTINUITY\n", true);
        try (var player = HlsPlayer.connect(server.url("/low/live.m3u8"))) {
            Recording played = Recording.of(player);
            assertThat(played.codecs()).as("told again").hasSize(4);
            assertThat(played.frames().size()).isGreaterThan(2 * 25);
        }
    }

    @Test
    void aLiveStreamBeginsThreeSegmentsFromItsEnd() throws Exception {
        put(0, 4, "", false);
        assertThat(names(follower())).containsExactly("1.ts", "2.ts", "3.ts");
    }

    @Test
    void whoFallsBehindGoesOnWithWhatIsListed() throws Exception {
        put(0, 1, "", false);
        put(3, 4, "", false);
        HlsFollower follower = follower();
        assertThat(names(follower)).containsExactly("0.ts");
        follower.reload();
        assertThat(names(follower)).containsExactly("3.ts");
    }

    @Test
    void aServerThatCountsAnewIsFollowed() throws Exception {
        put(3, 4, "", false);
        put(0, 1, "", false);
        HlsFollower follower = follower();
        assertThat(names(follower)).containsExactly("3.ts");
        follower.reload();
        assertThat(names(follower)).containsExactly("0.ts");
    }

    @Test
    void aPlaylistThatDidNotChangeIsAskedForSooner() throws Exception {
        put(0, 2, "", false);
        HlsFollower follower = follower();
        assertThat(follower.reloadAfterMs()).isEqualTo(1000);
        follower.reload();
        assertThat(follower.reloadAfterMs()).isEqualTo(500);
    }

    @Test
    void aGapIsPassedOver() throws Exception {
        put(0, 2, "#EXT-X-GAP\n", true);
        assertThat(names(follower())).isEmpty();
    }

    @Test
    void aPlaylistThatListsNothingNewIsGivenUp() throws Exception {
        put(0, 0, "", false);
        var impatient = ClientOptions.DEFAULT.withReadTimeout(Duration.ofMillis(200));
        try (var player = HlsPlayer.connect(server.url("/low/live.m3u8"), impatient)) {
            assertThatThrownBy(player::next).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aWaitingPlayerCanBeClosed() throws Exception {
        put(0, 0, "", false);
        try (var player = HlsPlayer.connect(server.url("/low/live.m3u8"))) {
            Thread.ofVirtual().start(player::close);
            assertThatThrownBy(player::next).isInstanceOf(IOException.class).hasMessage("closed");
        }
    }

    @Test
    void whatCannotBePlayedIsRefused() throws Exception {
        server.put("/text.m3u8", bytes("no playlist"));
        assertThatThrownBy(() -> HlsPlayer.connect(server.url("/text.m3u8")))
                .isInstanceOf(BrokenStreamException.class);
        put(0, 1, "#EXT-X-MAP:URI=\"init.mp4\"\n", true);
        try (var player = HlsPlayer.connect(server.url("/low/live.m3u8"))) {
            assertThatThrownBy(player::next)
                    .isInstanceOf(RejectedException.class)
                    .hasMessage("404: Not Found");
        }
    }

    @Test
    void whatIsEncryptedIsDecrypted() throws Exception {
        byte[] key = bytes("sixteen bytes ok");
        server.put("/low/a.key", key);
        var listed = new StringBuilder("#EXT-X-KEY:METHOD=AES-128,URI=\"a.key\"\n");
        List<byte[]> segments = Segments.of(CARD);
        for (int i = 0; i < segments.size(); i++) {
            server.put("/low/sealed%d.ts".formatted(i), sealed(segments.get(i), key, i));
            listed.append("#EXTINF:1.0,\nsealed%d.ts\n".formatted(i));
        }
        text(listed + "#EXT-X-ENDLIST\n");
        assertPlaysEverything("/low/live.m3u8");
    }

    private static byte[] sealed(byte[] plain, byte[] key, long number) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        byte[] vector = ByteBuffer.allocate(16).putLong(8, number).array();
        cipher.init(
                Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
        return cipher.doFinal(plain);
    }

    @Test
    void aKeyThatIsNoneIsRefused() throws Exception {
        server.put("/low/short.key", bytes("short"));
        put(0, 1, "#EXT-X-KEY:METHOD=AES-128,URI=\"short.key\"\n", true);
        try (var player = HlsPlayer.connect(server.url("/low/live.m3u8"))) {
            assertThatThrownBy(player::next)
                    .isInstanceOf(BrokenStreamException.class)
                    .hasMessageContaining("a key of 5 bytes, not 16");
        }
    }

    @Test
    void aLostSegmentOfALiveStreamIsPassedOver() throws Exception {
        text("#EXTINF:1.0,\n0.ts\n#EXTINF:1.0,\nlost.ts\n#EXTINF:1.0,\n2.ts\n");
        put(2, 4, "", true);
        try (var player = HlsPlayer.connect(server.url("/low/live.m3u8"))) {
            Recording played = Recording.of(player);
            assertThat(player.missingSegments()).isEqualTo(1);
            assertThat(played.frames()).hasSizeGreaterThan(3 * 25);
        }
    }

    @Test
    void manyLostSegmentsAreAnError() throws Exception {
        text("#EXTINF:1.0,\nlost0.ts\n#EXTINF:1.0,\nlost1.ts\n#EXTINF:1.0,\nlost2.ts\n");
        try (var player = HlsPlayer.connect(server.url("/low/live.m3u8"))) {
            assertThatThrownBy(() -> Recording.of(player))
                    .isInstanceOf(RejectedException.class)
                    .hasMessage("404: Not Found");
            assertThat(player.missingSegments()).isEqualTo(3);
        }
    }

    @Test
    void aLostSegmentOfAFilmIsAnError() throws Exception {
        text("#EXTINF:1.0,\n0.ts\n#EXTINF:1.0,\nlost.ts\n#EXT-X-ENDLIST\n");
        try (var player = HlsPlayer.connect(server.url("/low/live.m3u8"))) {
            assertThatThrownBy(() -> Recording.of(player)).isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void anOriginThatBeginsAnewIsFollowedFromItsLiveEdge() throws Exception {
        put(2, 4, "", false);
        var lines = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            lines.append("#EXTINF:1.0,\nb%d.ts\n".formatted(i));
        }
        text(lines.toString()); // has higher numbers than the one before, from 0 on
        HlsFollower follower = follower();
        assertThat(names(follower)).containsExactly("2.ts", "3.ts");
        follower.reload();
        assertThat(names(follower)).containsExactly("b6.ts", "b7.ts", "b8.ts");
    }

    @Test
    void aRestartIsADiscontinuity() throws Exception {
        put(5, 7, "", false);
        put(0, 5, "", false);
        HlsFollower follower = follower();
        names(follower);
        follower.reload();
        MediaSegment first = follower.poll().orElseThrow();
        assertThat(first.resource().uri()).isEqualTo("2.ts");
        assertThat(first.discontinuity()).isTrue();
        assertThat(follower.poll().orElseThrow().discontinuity()).isFalse();
    }

    @Test
    void aDiscontinuityThatWasMissedIsStillOne() throws Exception {
        text("#EXTINF:1.0,\n0.ts\n#EXT-X-DISCONTINUITY\n#EXT-X-GAP\n#EXTINF:1.0,\n1.ts\n");
        text("#EXT-X-MEDIA-SEQUENCE:2\n#EXTINF:1.0,\n2.ts\n#EXTINF:1.0,\n3.ts\n");
        text(
                """
                #EXT-X-MEDIA-SEQUENCE:7
                #EXT-X-DISCONTINUITY-SEQUENCE:1
                #EXTINF:1.0,
                7.ts
                """);
        HlsFollower follower = follower();
        assertThat(names(follower)).containsExactly("0.ts");
        follower.reload();
        assertThat(follower.poll().orElseThrow().discontinuity()).isTrue();
        assertThat(follower.poll().orElseThrow().discontinuity()).isFalse();
        follower.reload();
        assertThat(follower.poll().orElseThrow().discontinuity()).isTrue();
    }

    @Test
    void anOldCopyOfThePlaylistIsNoRestart() throws Exception {
        put(5, 8, "", false);
        put(4, 7, "", false);
        put(6, 9, "", false);
        HlsFollower follower = follower();
        assertThat(names(follower)).containsExactly("5.ts", "6.ts", "7.ts");
        follower.reload();
        assertThat(names(follower)).isEmpty();
        follower.reload();
        assertThat(names(follower)).containsExactly("8.ts");
    }

    /// The next answer for the playlist, whose segments and end are these lines.
    private void text(String lines) {
        server.put("/low/live.m3u8", bytes("#EXTM3U\n#EXT-X-TARGETDURATION:1\n" + lines));
    }

    private void assertPlaysEverything(String path) throws IOException {
        try (var player = HlsPlayer.connect(server.url(path))) {
            Segments.assertSame(Recording.of(player), CARD.frames());
        }
    }

    private HlsFollower follower() throws IOException {
        return HlsFollower.open(
                HttpBody.parse(server.url("/low/live.m3u8")), ClientOptions.DEFAULT);
    }

    private static List<String> names(HlsFollower follower) {
        var names = new ArrayList<String>();
        Optional<MediaSegment> segment = follower.poll();
        while (segment.isPresent()) {
            names.add(segment.get().resource().uri());
            segment = follower.poll();
        }
        return names;
    }

    /// The next answer for the playlist: segments from `first` to before `end`, `tag` before each.
    private void put(int first, int end, String tag, boolean ended) {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-TARGETDURATION:1\n");
        text.append("#EXT-X-MEDIA-SEQUENCE:%d\n".formatted(first));
        for (int i = first; i < end; i++) {
            text.append(tag).append("#EXTINF:1.0,\n%d.ts\n".formatted(i));
        }
        server.put("/low/live.m3u8", bytes(text + (ended ? "#EXT-X-ENDLIST\n" : "")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
