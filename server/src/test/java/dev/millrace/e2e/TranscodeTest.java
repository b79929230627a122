package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.client.MediaEvent;
import dev.millrace.client.TsStreamReader;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.VideoCodec;
import dev.millrace.hls.MasterPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.PlaylistParser;
import dev.millrace.hls.Variant;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import dev.millrace.transcode.Transcodes;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What FFmpeg makes of a channel while somebody publishes it.
@Tag("slow")
class TranscodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CAM = "live/cam";
    private static final String SD = "live/cam_sd";

    /// Clocks of milliseconds round.
    private static final long ROUNDED_US = 2_000;

    @TempDir Path temp;

    private RunningServer serve(String... more) throws IOException {
        var all = new ArrayList<String>();
        all.add("ffmpeg.folder=" + root());
        all.add("channel.grace=300ms");
        for (String setting : more) {
            all.add(setting.startsWith(".") ? "transcode[0]" + setting : setting);
        }
        return new RunningServer(all.toArray(String[]::new));
    }

    private Path root() {
        return temp.resolve("root");
    }

    /// The processes that have been noted and not yet ended.
    private List<Long> children() {
        String[] names = new File(root().toFile(), "children").list();
        return names == null ? List.of() : Arrays.stream(names).map(Long::parseLong).toList();
    }

    private static JsonNode relays(RunningServer server) {
        return new JsonMapper().readTree(server.get("api/v2/relays")).get("relays");
    }

    private static Optional<JsonNode> relay(RunningServer server, String name) {
        return relays(server)
                .valueStream()
                .filter(it -> it.get("name").asString().equals(name))
                .findAny();
    }

    private static void awaitRunning(RunningServer server, String name) {
        Waiting.until(
                name + " runs",
                PATIENCE,
                () ->
                        relay(server, name)
                                .filter(it -> it.get("state").asString().equals("running"))
                                .isPresent());
    }

    private static VideoCodec picture(RunningServer server, String channel) {
        return (VideoCodec)
                server.channel(channel).catalog().track(TrackKind.VIDEO).orElseThrow().config();
    }

    @Test
    void whatIsPublishedIsTranscodedForAsLongAsItLasts() throws IOException {
        try (var server =
                serve(
                        ".name=sd",
                        ".match=live/*",
                        ".video.size=80x44",
                        ".video.bitrate=64k",
                        ".video.filter=hflip",
                        ".audio.codec=aac",
                        ".audio.channels=2",
                        ".audio.bitrate=64k")) {
            try (Program publisher = Clip.SMALL.publishEndlessly(server.rtmp(CAM))) {
                awaitRunning(server, SD);
                JsonNode relay = relay(server, SD).orElseThrow();
                assertThat(relay.get("madeOf").asString()).isEqualTo(CAM);
                assertThat(relay.get("origin").asString()).isEqualTo("transcode");
                assertThat(relay.get("channels").valueStream().map(JsonNode::asString))
                        .containsExactly(SD);
                try (var viewer = new Watcher(server.http(SD + ".flv"))) {
                    Waiting.until("pictures come", () -> viewer.frames().size() > 20);
                }
                assertThat(picture(server, SD).width()).isEqualTo(80);
                assertThat(picture(server, SD).height()).isEqualTo(44);
                var sound =
                        (AacConfig)
                                server.channel(SD)
                                        .catalog()
                                        .track(TrackKind.AUDIO)
                                        .orElseThrow()
                                        .config();
                assertThat(sound.channels()).isEqualTo(2);
                assertThat(publisher.isAlive()).isTrue();
            }
            Waiting.until("its relay is gone", () -> relay(server, SD).isEmpty());
            Waiting.until("its FFmpeg is gone", () -> children().isEmpty());
            Waiting.until("its channel ends", () -> !server.isPublished(SD));
        }
    }

    @Test
    void whatWasMadeIsNotTranscodedAgain() throws IOException {
        try (var log = new LogLines(Transcodes.class);
                var server = serve(".name=sd", ".match=*", ".video.codec=copy");
                Program publisher = Clip.SMALL.publishEndlessly(server.rtmp("live/round"))) {
            awaitRunning(server, "live/round_sd");
            Waiting.until(
                    "it is noticed",
                    () ->
                            log.all()
                                    .contains(
                                            "live/round_sd is made of live/round, so sd does not"
                                                    + " transcode it again"));
            assertThat(relay(server, "live/round_sd_sd")).isEmpty();
            assertThat(relays(server).size()).isEqualTo(1);
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    @Test
    void anFfmpegThatDiesIsReplaced() throws IOException {
        try (var server =
                        serve(
                                ".name=sd",
                                ".match=" + CAM,
                                ".video.size=80x44",
                                "channel.grace=60s");
                Program publisher = Clip.SMALL.publishEndlessly(server.rtmp(CAM))) {
            awaitRunning(server, SD);
            long first = children().getFirst();
            int epoch = server.channel(SD).publication().orElseThrow().epoch();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            Waiting.until(
                    "another one has taken over",
                    PATIENCE,
                    () ->
                            server.channel(SD)
                                    .publication()
                                    .filter(it -> it.epoch() > epoch)
                                    .isPresent());
            assertThat(children()).hasSize(1).doesNotContain(first);
            assertThat(server.get("api/v2/relays/" + SD)).contains("ended by signal 9");
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    /// Sound that MPEG-TS has no place for, which therefore goes into FFmpeg as FLV.
    @Test
    void oldSoundBecomesAac() throws IOException {
        try (var server =
                        serve(
                                ".name=aac",
                                ".match=" + CAM,
                                ".video.codec=none",
                                ".audio.codec=aac");
                Program publisher = publishOldSound(server.rtmp(CAM))) {
            awaitRunning(server, "live/cam_aac");
            try (var viewer = new Watcher(server.http("live/cam_aac.flv"))) {
                Waiting.until("sound comes", () -> viewer.frames(TrackKind.AUDIO).size() > 20);
                assertThat(viewer.configurations(TrackKind.AUDIO).getFirst())
                        .isInstanceOf(AacConfig.class);
            }
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    private static Program publishOldSound(String url) {
        return Program.start(
                ("ffmpeg -v error -re -f lavfi -i sine=440:sample_rate=44100"
                                + " -c:a adpcm_swf -ar 44100 -ac 1 -f flv "
                                + url)
                        .split(" "));
    }

    @Test
    void aLadderIsAlignedAndListed() throws Exception {
        try (var server =
                        serve(
                                ".name=ladder",
                                ".match=live/cam",
                                ".renditions=180p 64p:64k 46p:48k",
                                ".video.preset=ultrafast",
                                "hls.segment=1s");
                Program publisher = Clip.SMALL.publishEndlessly(server.rtmp(CAM))) {
            awaitRunning(server, "live/cam_64p");
            assertThat(relays(server).size()).isEqualTo(1);
            URI master = URI.create(server.http("live/cam/master.m3u8?token=x"));
            List<Variant> variants = variants(master);
            assertThat(variants)
                    .extracting(it -> it.resolution().orElseThrow())
                    .containsExactlyInAnyOrder(
                            new Variant.Resolution(160, 90),
                            new Variant.Resolution(114, 64),
                            new Variant.Resolution(82, 46));
            assertThat(variants)
                    .extracting(Variant::uri)
                    .containsExactlyInAnyOrder(
                            "index.m3u8?token=x",
                            "../cam_64p.m3u8?token=x",
                            "../cam_46p.m3u8?token=x");
            assertThat(variants)
                    .allSatisfy(it -> {
                        assertThat(it.bandwidthBits()).isPositive();
                        assertThat(it.frameRate().orElseThrow()).isEqualTo(25);
                        assertThat(it.codecs())
                                .hasSize(2)
                                .anyMatch(codec -> codec.startsWith("avc1."))
                                .contains("mp4a.40.2");
                    });
            assertAligned(variants.stream().map(it -> master.resolve(it.uri())).toList());
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    private static List<Variant> variants(URI master) throws Exception {
        String text = new String(RunningServer.get(master), StandardCharsets.UTF_8);
        return ((MasterPlaylist) PlaylistParser.parse(text)).variants();
    }

    /// Every rendition has a segment that begins where one of the source does.
    private static void assertAligned(List<URI> playlists) {
        Waiting.until(
                "each has a few segments",
                PATIENCE,
                () -> playlists.stream().allMatch(it -> Playlists.load(it).segments().size() >= 4));
        List<List<Long>> starts = playlists.stream().map(TranscodeTest::starts).toList();
        for (List<Long> rendition : starts) {
            for (List<Long> other : starts) {
                long from = Math.max(rendition.getFirst(), other.getFirst()) - ROUNDED_US;
                long to = Math.min(rendition.getLast(), other.getLast()) + ROUNDED_US;
                List<Long> common =
                        rendition.stream().filter(it -> it >= from && it <= to).toList();
                assertThat(common).as("%s of %s", rendition, other).isNotEmpty();
                assertThat(common)
                        .allMatch(
                                it -> other.stream().anyMatch(b -> Math.abs(it - b) <= ROUNDED_US),
                                "is in " + other);
            }
        }
    }

    /// Where the pictures of its segments begin, in microseconds.
    private static List<Long> starts(URI playlist) {
        return Playlists.load(playlist).segments().stream()
                .map(segment -> firstPicture(playlist, segment))
                .map(frame -> frame.header().ptsUs())
                .toList();
    }

    private static Frame firstPicture(URI playlist, MediaSegment segment) {
        byte[] bytes = RunningServer.get(playlist.resolve(segment.resource().uri()));
        try (var reader = new TsStreamReader(new ByteArrayInputStream(bytes))) {
            while (true) {
                MediaEvent event = reader.next();
                assertThat(event).isNotInstanceOf(MediaEvent.Ended.class);
                if (event instanceof MediaEvent.Media(var frame)
                        && frame.header().kind() == TrackKind.VIDEO) {
                    assertThat(frame.header().key()).isTrue();
                    return frame;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
