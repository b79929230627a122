package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.client.FlvFileReader;
import dev.millrace.client.FlvFileWriter;
import dev.millrace.client.MediaEvent;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.Ffmpeg8;
import dev.millrace.testing.Ffprobe;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Recordings as FLV over HLS: FFmpeg finds in the playlist what it finds in the file.
@Tag("slow")
class VodHlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final double MS = 0.001;
    private static final String PACKETS = "packet=pts_time,dts_time,flags";

    private static RunningServer server;
    private static Path live;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir private Path scratch;

    /// @param key whether a decoder can begin with it
    private record Packet(double pts, double dts, boolean key) {
        static Packet of(String line) {
            String[] fields = line.split(",", -1);
            return new Packet(
                    Double.parseDouble(fields[0]),
                    Double.parseDouble(fields[1]),
                    fields[2].contains("K"));
        }
    }

    /// `cam`, `movie`, `sound` and `mixed` are recorded; `plain` and `late` are files of others,
    /// which have no index.
    @BeforeAll
    static void record(@TempDir Path folder) throws IOException {
        server =
                new RunningServer(
                        "dvr.enabled=true",
                        "dvr.reserve=0B",
                        "dvr.folder=" + folder,
                        "dvr.path=[app]/[stream]",
                        "rules[0].match=live/movie",
                        "rules[0].dvr.format=mp4");
        live = folder.resolve("live");
        Path mixed = folder.resolveSibling("mixed.flv");
        try (var out = new FlvFileWriter(mixed)) {
            append(Clip.PICTURE_AND_SOUND.file(), 0, 0, out);
            append(Clip.SMALL.file(), 0, 4_100_000, out);
        }
        Path minute = Clip.MINUTE.file();
        List<Program> publishers =
                List.of(
                        publish("cam", minute),
                        publish("movie", minute),
                        publish("sound", minute, "-vn"),
                        publish("mixed", mixed));
        for (Program publisher : publishers) {
            try (publisher) {
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
        }
        Waiting.until(
                "recordings",
                PATIENCE,
                () ->
                        Stream.of("cam.flv", "movie.mp4", "sound.flv", "mixed.flv")
                                .allMatch(name -> Files.exists(live.resolve(name))));
        Files.copy(minute, live.resolve("plain.flv"));
        try (var out = new FlvFileWriter(live.resolve("late.flv"))) {
            append(Clip.PICTURE_AND_SOUND.file(), 10, 0, out);
        }
        Files.writeString(live.resolve("junk.flv"), "this is no recording");
        Files.copy(minute, live.resolve("open.flv.part"));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    /// Less than twenty seconds of it, faster than it would play.
    private static Program publish(String name, Path file, String... options) {
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-readrate", "8"));
        command.addAll(List.of("-t", "19.5", "-i", file.toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-c", "copy", "-f", "flv", server.rtmp("live/" + name)));
        return Program.start(command.toArray(String[]::new));
    }

    /// @param lost pictures that are left out at its beginning
    private static void append(Path clip, int lost, long fromUs, FlvFileWriter out)
            throws IOException {
        int left = lost;
        for (MediaEvent event : events(clip)) {
            if (event instanceof MediaEvent.Configured(var codec)) {
                out.configure(codec);
            } else if (event instanceof MediaEvent.Media(var frame)) {
                boolean isLost = frame.header().kind() == TrackKind.VIDEO && left-- > 0;
                if (!isLost) {
                    out.send(Watcher.moved(frame, fromUs));
                }
            }
        }
    }

    private static List<MediaEvent> events(Path clip) throws IOException {
        var events = new ArrayList<MediaEvent>();
        try (var source = new FlvFileReader(clip)) {
            for (var event = source.next();
                    !(event instanceof MediaEvent.Ended);
                    event = source.next()) {
                events.add(event);
            }
        }
        return events;
    }

    @ParameterizedTest
    @CsvSource({"cam, v", "cam, a", "sound, a", "plain, v", "plain, a", "mixed, v", "mixed, a"})
    void everyFrameIsThereAtItsTime(String name, String kind) {
        List<Packet> file = packets(live.resolve(name + ".flv").toString(), kind);
        List<Packet> played = packets(url(name), kind);
        assertThat(played).hasSameSizeAs(file).hasSizeGreaterThan(100);
        for (int i = 0; i < file.size(); i++) {
            assertThat(played.get(i).pts).isCloseTo(file.get(i).pts, within(MS));
            assertThat(played.get(i).dts).isCloseTo(file.get(i).dts, within(MS));
            assertThat(played.get(i).key).isEqualTo(file.get(i).key);
        }
    }

    @Test
    void picturesAreShownInAnotherOrderThanTheyAreDecoded() {
        assertThat(packets(url("cam"), "v"))
                .anyMatch(packet -> packet.pts - packet.dts > 0.1)
                .anyMatch(packet -> packet.pts - packet.dts < 0.05);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cam", "sound", "plain", "mixed"})
    void segmentsAreAsLongAsTheFile(String name) {
        MediaPlaylist playlist = playlist(name);
        assertThat(playlist.ended()).isTrue();
        assertThat(playlist.header().type()).isEqualTo(MediaPlaylist.Type.VOD);
        assertThat(playlist.header().independentSegments()).isTrue();
        List<Packet> frames = packets(live.resolve(name + ".flv").toString(), "a");
        double lastAt = frames.getLast().dts;
        assertThat(playlist.durationUs() / 1e6).isBetween(lastAt, lastAt + 0.2);
        assertThat(playlist.segments())
                .allMatch(it -> it.durationUs() <= 6_000_000)
                .filteredOn(it -> it.durationUs() < 4_000_000)
                .hasSizeLessThanOrEqualTo(2); // in front of a change, and the last
        assertThat(playlist.header().targetDurationSeconds()).isBetween(4, 6);
    }

    @Test
    void aSegmentPlaysAloneFromItsKeyFrame() throws IOException {
        MediaPlaylist playlist = playlist("cam");
        assertThat(playlist.segments()).hasSize(5);
        Path third = save("cam", playlist.segments().subList(2, 3));
        List<Packet> packets = packets(third.toString(), "v");
        assertThat(packets.getFirst().key).isTrue();
        assertThat(packets.getFirst().dts).isCloseTo(8, within(MS));
        assertThat(packets).hasSize(100);
    }

    /// Of an MP4 as of an FLV. FFmpeg 5 finds nothing behind a seek in MP4 over HLS, whoever made
    /// it.
    @ParameterizedTest
    @ValueSource(strings = {"cam", "plain", "movie"})
    void ffmpegSeeksToTheKeyFrameThatASegmentBeginsWith(String name) {
        List<String> lines = probe(true, PACKETS, url(name), "v", "-read_intervals", "9.5%+#1");
        Packet packet = Packet.of(lines.getFirst());
        assertThat(packet.key).isTrue();
        assertThat(packet.dts).isCloseTo(8, within(MS));
    }

    @Test
    void aChangeIsADiscontinuityWithAnotherHead() throws IOException {
        List<MediaSegment> segments = playlist("mixed").segments();
        int change = 0;
        while (!segments.get(change).discontinuity()) {
            change++;
        }
        assertThat(segments).filteredOn(MediaSegment::discontinuity).hasSize(1);
        assertThat(segments.stream().map(MediaSegment::map).distinct()).hasSize(2);
        Path large = save("mixed", segments.subList(0, change));
        Path small = save("mixed", segments.subList(change, segments.size()));
        assertThat(Ffprobe.video(large, "frame=width,height")).hasSize(100).containsOnly("320,180");
        assertThat(Ffprobe.video(small, "frame=width,height")).hasSize(50).containsOnly("160,90");
    }

    /// FFmpeg 5 reads the first head only.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ffmpegSeesThePicturesBeforeAndBehindAChange(boolean isNew) {
        List<String> sizes = probe(isNew, "frame=width,height", url("mixed"), "v");
        assertThat(sizes).filteredOn(line -> line.startsWith("320,180")).hasSize(100);
        assertThat(sizes).filteredOn(line -> line.startsWith("160,90")).hasSize(50);
    }

    @Test
    void whatIsBeforeTheFirstKeyFrameIsLeftOut() {
        List<Packet> packets = packets(url("late"), "v");
        assertThat(packets).hasSize(75);
        assertThat(packets.getFirst().key).isTrue();
        assertThat(packets.getFirst().dts).isCloseTo(1, within(0.1));
        assertThat(playlist("late").durationUs() / 1e6).isBetween(2.9, 3.2);
    }

    @Test
    void segmentsAreAnsweredAsFilesAre() throws Exception {
        HttpResponse<byte[]> segment = get("vod/live/cam/1.m4s");
        assertThat(segment.statusCode()).isEqualTo(200);
        assertThat(segment.headers().firstValue("Content-Type")).contains("video/mp4");
        String tag = segment.headers().firstValue("ETag").orElseThrow();
        assertThat(get("vod/live/cam/1.m4s", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get("vod/live/cam/2.m4s", "If-None-Match", tag).statusCode()).isEqualTo(200);
        assertThat(get("vod/live/cam/1.m4s").body()).isEqualTo(segment.body());
        HttpResponse<byte[]> head = get("vod/live/cam/head-0.m4s");
        assertThat(new String(head.body(), 4, 4, UTF_8)).isEqualTo("ftyp");
        var asked =
                HttpRequest.newBuilder(URI.create(server.http("vod/live/cam/1.m4s")))
                        .method("HEAD", BodyPublishers.noBody());
        HttpResponse<byte[]> none = client.send(asked.build(), BodyHandlers.ofByteArray());
        assertThat(none.headers().firstValue("ETag")).contains(tag);
        assertThat(none.headers().firstValueAsLong("Content-Length"))
                .hasValue(segment.body().length);
        assertThat(none.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cam/5.m4s, 404, there is no such segment: the recording has 5",
        "cam/05.m4s, 404, there is no such segment",
        "cam/head-1.m4s, 404, there is no such segment",
        "cam/99999999999999999999.m4s, 404, there is no such segment",
        "cam/x.m4s, 404, there is no such segment",
        "none/0.m4s, 404, no such recording",
        "movie/0.m4s, 404, no such recording",
        "none.m3u8, 404, no such recording",
        "open.m3u8, 404, it is not finished",
        "junk.m3u8, 500, the recording cannot be read: no FLV",
        "junk/0.m4s, 500, the recording cannot be read: no FLV",
    })
    void whatIsNotThereIsSaidToBeAbsent(String path, int status, String said) throws Exception {
        HttpResponse<byte[]> answer = get("vod/live/" + path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(new String(answer.body(), UTF_8)).contains(said);
    }

    /// Nobody takes for whole what is not.
    @Test
    void aSegmentThatCannotBeReadBreaksOff() throws Exception {
        byte[] bytes = Files.readAllBytes(live.resolve("cam.flv"));
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 60_000, (byte) 0);
        Files.write(live.resolve("damaged.flv"), bytes);
        assertThat(get("vod/live/damaged/0.m4s").statusCode()).isEqualTo(200);
        assertThat(get("vod/live/damaged/4.m4s").statusCode()).isEqualTo(200);
        boolean isWhole = true;
        for (int i = 1; i < 4; i++) {
            try {
                isWhole &= get("vod/live/damaged/%d.m4s".formatted(i)).statusCode() == 200;
            } catch (IOException e) {
                isWhole = false;
            }
        }
        assertThat(isWhole).isFalse();
    }

    @Test
    void anMp4OfTheSameNameIsPreferred() throws IOException {
        Files.copy(live.resolve("cam.flv"), live.resolve("both.flv"));
        Files.copy(live.resolve("movie.mp4"), live.resolve("both.mp4"));
        assertThat(server.get("vod/live/both.m3u8")).contains("both.mp4").doesNotContain(".m4s");
    }

    private static String url(String name) {
        return server.http("vod/live/" + name + ".m3u8");
    }

    private static MediaPlaylist playlist(String name) {
        return Playlists.load(URI.create(url(name)));
    }

    /// Segments that have the same head, behind it.
    private Path save(String name, List<MediaSegment> segments) throws IOException {
        Path file = Files.createTempFile(scratch, name, ".mp4");
        var all = new ArrayList<String>();
        Optional<String> head = segments.getFirst().map().map(it -> it.uri());
        all.add(head.orElseThrow());
        segments.forEach(it -> all.add(it.resource().uri()));
        for (String uri : all) {
            byte[] some = RunningServer.get(URI.create(url(name)).resolve(uri));
            Files.write(file, some, StandardOpenOption.APPEND);
        }
        return file;
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.http(path)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static List<Packet> packets(String input, String kind) {
        return probe(false, PACKETS, input, kind).stream().map(Packet::of).toList();
    }

    /// What FFmpeg finds, a line for each.
    ///
    /// @param isNew whether FFmpeg 8 looks, and not that of the system
    private static List<String> probe(
            boolean isNew, String entries, String input, String kind, String... options) {
        Path beside = Ffmpeg8.executable().resolveSibling("ffprobe");
        var command = new ArrayList<>(List.of(isNew ? beside.toString() : "ffprobe"));
        command.addAll(List.of("-v", "error", "-select_streams", kind));
        command.addAll(List.of(options));
        command.addAll(List.of("-show_entries", entries, "-of", "csv=p=0", input));
        Map<String, String> environment = isNew ? Ffmpeg8.environment() : Map.of();
        try (Program probe = Program.start(environment, command)) {
            assertThat(probe.await(PATIENCE)).as(probe.output()).isZero();
            return probe.output().lines().filter(line -> !line.isBlank()).toList();
        }
    }
}
