package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.entry.SignedUrl;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.media.ChannelName;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// HLS with AES-128: item 45 of what SRS lists.
class HlsKeysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";
    private static final Pattern KEY =
            Pattern.compile("#EXT-X-KEY:METHOD=AES-128,URI=\"cam/([0-9]+).key\"");
    private static final Pattern SEGMENT = Pattern.compile("(?m)^cam/[0-9]+[.]ts$");

    private static List<String> keys(String playlist) {
        return KEY.matcher(playlist).results().map(it -> it.group(1)).toList();
    }

    private static HttpResponse<byte[]> ask(String url) throws IOException {
        return ask(url, "somebody");
    }

    /// @param agent the program that asks
    private static HttpResponse<byte[]> ask(String url, String agent) throws IOException {
        try (var web = HttpClient.newHttpClient()) {
            return web.send(
                    HttpRequest.newBuilder(URI.create(url)).header("User-Agent", agent).build(),
                    BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void playersDecryptWhatNobodyElseCan() throws IOException {
        try (var server = new RunningServer("hls.segment=1s", "hls.segments_per_key=2");
                Program publisher = Clip.MINUTES.publishEndlessly(server.rtmp(CAM))) {
            Waiting.until("it is published", PATIENCE, () -> server.isPublished(CAM));
            Waiting.until(
                    "there are two keys",
                    PATIENCE,
                    () -> keys(server.get(CAM + ".m3u8")).size() > 1);
            String playlist = server.get(CAM + ".m3u8");
            assertThat(keys(playlist)).doesNotHaveDuplicates();
            Matcher segment = SEGMENT.matcher(playlist);
            assertThat(segment.find()).isTrue();
            byte[] sealed = ask(server.http("live/" + segment.group())).body();
            assertThat(sealed.length % 16).isZero();
            assertThat(sealed.length).isGreaterThan(188);
            assertThat(sealed[0] == 'G' && sealed[188] == 'G').as("a transport stream").isFalse();
            var key = ask(server.http(CAM + "/" + keys(playlist).getFirst() + ".key"));
            assertThat(key.body()).hasSize(16);
            assertThat(key.headers().firstValue("Cache-Control")).hasValue("private, max-age=3600");
            assertThat(ask(server.http(CAM + "/1234567890.key")).statusCode()).isEqualTo(404);
            assertFfmpegPlays(server.http(CAM + ".m3u8"));
            try (var player = new Watcher(server.http(CAM + ".m3u8"))) {
                Waiting.until(
                        "our own client plays it",
                        PATIENCE,
                        () -> player.frames(TrackKind.VIDEO).size() > 75);
            }
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    /// Every frame of three seconds, without an error: over at least two keys.
    private static void assertFfmpegPlays(String url) {
        try (Program player =
                Program.start(
                        "ffmpeg", "-v", "error", "-xerror", "-i", url, "-t", "3", "-f", "null",
                        "-")) {
            assertThat(player.await(PATIENCE)).as(player.output()).isZero();
            assertThat(player.output()).isEmpty();
        }
    }

    /// A key is as good as the picture.
    @Test
    void keysAreForThoseWhoMayWatch() throws IOException {
        String secret = "nobody-knows-it";
        try (var server =
                        new RunningServer(
                                "hls.segment=1s",
                                "hls.segments_per_key=100",
                                "rules[0].match=live/*",
                                "rules[0].access.play_key=" + secret,
                                "rules[1].match=open/*",
                                "rules[1].hls.segments_per_key=off");
                Program publisher = Clip.MINUTES.publishEndlessly(server.rtmp(CAM));
                Program open = Clip.MINUTES.publishEndlessly(server.rtmp("open/cam"))) {
            Waiting.until("it is published", PATIENCE, () -> server.isPublished(CAM));
            Waiting.until("it is published", PATIENCE, () -> server.isPublished("open/cam"));
            String signed =
                    "?"
                            + SignedUrl.query(
                                    secret,
                                    Deed.PLAY,
                                    new ChannelName(ChannelName.DEFAULT_VHOST, "live", "cam"),
                                    Instant.now().plusSeconds(600));
            var playlist = ask(server.http(CAM + ".m3u8" + signed), "one");
            String key = keys(new String(playlist.body(), StandardCharsets.UTF_8)).getFirst();
            String at = server.http(CAM + "/" + key + ".key");
            assertThat(ask(at, "one").body()).hasSize(16);
            assertThat(ask(at, "another").statusCode()).isEqualTo(403);
            assertThat(server.get("open/cam.m3u8")).doesNotContain("EXT-X-KEY");
            assertThat(publisher.isAlive()).isTrue();
            assertThat(open.isAlive()).isTrue();
        }
    }
}
