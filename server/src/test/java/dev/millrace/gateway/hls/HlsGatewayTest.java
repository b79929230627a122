package dev.millrace.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Publication;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.AdtsHeader;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.FrameText;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.TsDump;
import dev.millrace.testing.Waiting;
import dev.millrace.testing.WebServer;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HlsGatewayTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final HlsNumbers.Start START = HlsNumbers.at(NOON);
    private static final long NUMBER = START.media();
    private static final HlsSettings SETTINGS =
            new HlsSettings(
                    true,
                    false,
                    Duration.ofSeconds(2),
                    3,
                    Optional.empty(),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    Optional.empty(),
                    32L << 20);

    private final WebServer server =
            new WebServer(
                    WebServer.Options.USUAL.hls(SETTINGS).clock(Clock.fixed(NOON, ZoneOffset.UTC)));

    private final HlsPlayer player = new HlsPlayer(server);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aRunningChannelHasAPlaylistAtOnce() {
        server.publish("live/cam").write(Duration.ofMillis(7_500));
        HttpResponse<String> answer = server.get("/live/cam.m3u8");
        assertThat(answer.body())
                .isEqualTo(
                        """
                        #EXTM3U
                        #EXT-X-VERSION:3
                        #EXT-X-INDEPENDENT-SEGMENTS
                        #EXT-X-TARGETDURATION:2
                        #EXT-X-MEDIA-SEQUENCE:1056073600
                        #EXT-X-DISCONTINUITY-SEQUENCE:2803680
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:59:52.512Z
                        #EXTINF:2.000,
                        cam/1056073600.ts
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:59:54.512Z
                        #EXTINF:2.000,
                        cam/1056073601.ts
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:59:56.512Z
                        #EXTINF:2.000,
                        cam/1056073602.ts
                        """);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/vnd.apple.mpegurl");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=1");
    }

    @Test
    void theOtherUrlNamesTheSameSegments() {
        server.publish("live/cam").write(Duration.ofMillis(4_500));
        assertThat(server.get("/live/cam/index.m3u8").body()).contains("\n1056073600.ts\n");
        assertThat(server.get("/live/cam/1056073600.ts").statusCode()).isEqualTo(200);
    }

    @Test
    void segmentsInOrderAreWhatWentIn() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(6_100));
        MediaPlaylist playlist = player.playlist("/live/cam.m3u8");
        assertThat(playlist.segments()).hasSize(3);
        var all = new ByteArrayOutputStream();
        for (MediaSegment segment : playlist.segments()) {
            byte[] bytes = player.segment(segment);
            assertThat(TsDump.of(bytes).frames(TrackKind.VIDEO).getFirst().header().key())
                    .as("plays alone")
                    .isTrue();
            all.writeBytes(bytes);
        }
        TsDump dump = TsDump.of(all.toByteArray());
        assertThat(text(dump.frames(), TrackKind.VIDEO))
                .isEqualTo(text(publisher.written(), TrackKind.VIDEO).subList(0, 150));
        assertThat(dump.counters().continuityErrors()).isZero();
    }

    @Test
    void theListSlidesAndWhatLeftItCanStillBeFetched() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(6_100));
        assertThat(player.playlist("/live/cam.m3u8").header().mediaSequence()).isEqualTo(NUMBER);
        publisher.write(Duration.ofSeconds(4));
        Waiting.until(
                "a slide",
                () -> player.playlist("/live/cam.m3u8").header().mediaSequence() == NUMBER + 2);
        assertThat(player.playlist("/live/cam.m3u8").segments()).hasSize(3);
        assertThat(server.get("/live/cam/%d.ts".formatted(NUMBER)).statusCode()).isEqualTo(200);
        HttpResponse<String> never = server.get("/live/cam/%d.ts".formatted(NUMBER + 5));
        assertThat(never.statusCode()).isEqualTo(404);
        assertThat(never.body()).contains("no segment " + (NUMBER + 5));
    }

    @Test
    void theFirstRequestWaitsForThePublisherAndItsFirstSegment() throws Exception {
        var answer = CompletableFuture.supplyAsync(() -> server.get("/live/cam.m3u8"));
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(1_900));
        publisher.write(Duration.ofMillis(200));
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(answer.get().body()).contains("cam/1056073600.ts");
    }

    @Test
    void aRepublishedStreamGoesOnBehindADiscontinuity() {
        TestPublisher first = server.publish("live/cam").write(Duration.ofMillis(4_500));
        assertThat(player.playlist("/live/cam.m3u8").segments()).hasSize(2);
        first.close();
        Waiting.until("the rest", () -> player.playlist("/live/cam.m3u8").segments().size() == 3);
        server.publish("live/cam").write(Duration.ofMillis(2_500));
        Waiting.until(
                "the return",
                () -> player.playlist("/live/cam.m3u8").segments().getLast().discontinuity());
        MediaPlaylist playlist = player.playlist("/live/cam.m3u8");
        assertThat(playlist.ended()).isFalse();
        assertThat(playlist.header().targetDurationSeconds()).isEqualTo(2);
        MediaSegment rest = playlist.segments().get(playlist.segments().size() - 2);
        assertThat(rest.durationUs()).isBetween(500_000L, 560_000L);
        assertThat(playlist.segments().getLast().durationUs()).isEqualTo(2_000_000);
        assertThat(HlsPlayer.lastNumber(playlist)).isEqualTo(NUMBER + 3);
    }

    @Test
    void aNewConfigurationIsADiscontinuity() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofSeconds(3));
        player.playlist("/live/cam.m3u8");
        publisher.publication().configure(AacConfig.of(32_000, 2));
        publisher.write(Duration.ofSeconds(3));
        Waiting.until(
                "a discontinuity",
                () ->
                        player.playlist("/live/cam.m3u8").segments().stream()
                                .anyMatch(MediaSegment::discontinuity));
    }

    @Test
    void theListEndsWithTheChannelAndCanStillBeFetched() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(4_500));
        player.playlist("/live/cam.m3u8");
        publisher.close();
        Waiting.until("the end", () -> player.playlist("/live/cam.m3u8").ended());
        Waiting.until("no channel", () -> server.channels.list().isEmpty());
        MediaPlaylist playlist = player.playlist("/live/cam.m3u8");
        assertThat(playlist.ended()).isTrue();
        assertThat(playlist.durationUs()).isBetween(4_480_000L, 4_560_000L);
        playlist.segments().forEach(player::segment);
    }

    @Test
    void aNameThatIsPublishedAgainAfterItsEndGoesOnCounting() {
        TestPublisher first = server.publish("live/cam").write(Duration.ofMillis(4_500));
        player.playlist("/live/cam.m3u8");
        first.close();
        Waiting.until("no channel", () -> server.channels.list().isEmpty());
        server.publish("live/cam").write(Duration.ofMillis(2_500));
        MediaPlaylist playlist = player.playlist("/live/cam.m3u8");
        assertThat(playlist.ended()).isFalse();
        assertThat(playlist.segments().getLast().discontinuity()).isTrue();
        assertThat(HlsPlayer.lastNumber(playlist)).isEqualTo(NUMBER + 3);
    }

    @Test
    void soundAloneIsCutByTime() {
        Publication publication = TestPublisher.publication(server.channels, "live/radio");
        publication.configure(AacConfig.of(48_000, 1));
        for (int i = 0; i < 330; i++) {
            publication.write(FrameHeader.audio(i * 20_000L, 4), ByteBuffer.wrap(new byte[4]));
        }
        MediaPlaylist playlist = player.playlist("/live/radio.m3u8");
        assertThat(playlist.segments())
                .extracting(MediaSegment::durationUs)
                .hasSize(3)
                .containsOnly(2_000_000L);
        MediaSegment second = playlist.segments().get(1);
        assertThat(second.resource().uri()).isEqualTo("radio/%d.aac".formatted(NUMBER + 1));
        byte[] packed = player.segment(second);
        assertThat(packed).hasSize(73 + 100 * (AdtsHeader.LENGTH_BYTES + 4)); // behind an ID3 tag
    }

    @Test
    void soundThatHlsCannotCarryDoesNotStopThePicture() {
        var settings = TestPublisher.SMALL.withAudio(false);
        var publisher = new TestPublisher(server.channels, "live/cam", settings);
        publisher.publication().configure(new OpaqueConfig(TrackKind.AUDIO, 11, "Speex"));
        publisher.write(Duration.ofSeconds(1));
        publisher.publication().write(FrameHeader.audio(990_000, 3), ByteBuffer.wrap(new byte[3]));
        publisher.write(Duration.ofSeconds(2));
        MediaPlaylist playlist = player.playlist("/live/cam.m3u8");
        TsDump dump = TsDump.of(player.segment(playlist.segments().getFirst()));
        assertThat(dump.frames()).hasSize(50);
    }

    @Test
    void namesAreEncodedAndTheVirtualHostStays() throws Exception {
        try (Publication publication =
                server.channels.publish(
                        dev.millrace.media.ChannelName.of("v.example", "live", "a:b+ü"),
                        TestPublisher.nobody(),
                        dev.millrace.channel.Channels.Policy.REJECT,
                        Duration.ofSeconds(5))) {
            publication.configure(AacConfig.of(48_000, 1));
            for (int i = 0; i < 130; i++) {
                publication.write(FrameHeader.audio(i * 20_000L, 4), ByteBuffer.wrap(new byte[4]));
            }
            String url = "/live/a:b+%C3%BC.m3u8?vhost=v.example";
            String body = server.get(url).body();
            assertThat(body).contains("\na%3Ab%2B%C3%BC/1056073600.aac?vhost=v.example\n");
            assertThat(
                            server.get("/live/a%3Ab%2B%C3%BC/1056073600.aac?vhost=v.example")
                                    .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void headNeverWaits() {
        assertThat(server.send("HEAD", "/live/nobody.m3u8").statusCode()).isEqualTo(404);
        server.publish("live/cam").write(Duration.ofSeconds(1));
        HttpResponse<String> early = server.send("HEAD", "/live/cam.m3u8");
        assertThat(early.statusCode()).isEqualTo(503);
        assertThat(early.headers().firstValue("Retry-After")).contains("2");
        assertThat(server.sessions.refusedViewers().counts()).containsEntry("hls", 2L);
    }

    @Test
    void aBadNameIsRefused() {
        HttpResponse<String> answer = server.get("/cam.m3u8");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("not app/stream");
    }

    @Test
    void viewersAreCountedAndCanBeSentAway() {
        server.publish("live/cam").write(Duration.ofMillis(4_500));
        MediaPlaylist playlist = player.playlist("/live/cam.m3u8");
        player.segment(playlist.segments().getFirst());
        assertThat(server.sessions.list()).hasSize(1);
        var session = server.sessions.list().iterator().next();
        assertThat(session.protocol()).isEqualTo("hls");
        assertThat(session.channel()).contains("live/cam");
        Waiting.until("what was sent is counted", () -> session.bytesOut().sum() > 10_000);
        session.hangUp("enough");
        assertThat(server.sessions.count()).isZero();
        assertThat(server.get("/live/cam.m3u8").statusCode()).isEqualTo(403);
    }

    private static List<String> text(List<Frame> frames, TrackKind kind) {
        return frames.stream()
                .filter(frame -> frame.header().kind() == kind)
                .map(FrameText::of)
                .toList();
    }
}
