package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.RtspTransport;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.Ffmpeg8;
import dev.millrace.testing.Program;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Players of RTSP: our own, FFmpeg and GStreamer.
class RtspServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";

    private static RunningServer serving(String... settings) throws IOException {
        var all = new ArrayList<>(List.of("rtsp.listen=127.0.0.1:0", "channel.grace=500ms"));
        all.addAll(List.of(settings));
        return new RunningServer(all.toArray(String[]::new));
    }

    private static List<ByteBuffer> payloads(List<Frame> frames, TrackKind kind) {
        return frames.stream()
                .filter(frame -> frame.header().kind() == kind)
                .map(frame -> ByteBuffer.wrap(frame.payload()))
                .toList();
    }

    /// All answers together are shorter.
    private static void awaitPlayer(RunningServer server) {
        Waiting.until(
                "somebody is sent something",
                () ->
                        server.server().sessions().list().stream()
                                .anyMatch(session -> session.bytesOut().sum() > 3_000));
    }

    /// Frames of this kind from the newest key frame of what was written at first.
    private static List<ByteBuffer> expected(List<Frame> first, List<Frame> all, TrackKind kind) {
        List<Frame> keys =
                first.stream()
                        .filter(it -> it.header().kind() == TrackKind.VIDEO && it.header().key())
                        .toList();
        long beginUs = keys.getLast().header().dtsUs();
        return payloads(all.stream().filter(it -> it.header().dtsUs() >= beginUs).toList(), kind);
    }

    @Test
    void aPlayerOverTheConnectionGetsEveryFrameFromTheNewestKeyFrameOn() throws IOException {
        try (var server = serving();
                var publisher = new TestPublisher(server.server().channels(), CAM)) {
            publisher.write(Duration.ofSeconds(3));
            List<Frame> first = publisher.written();
            try (var player = new Watcher(server.rtsp(CAM))) {
                awaitPlayer(server);
                publisher.write(Duration.ofSeconds(3)).close();
                player.awaitEnd();
                for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
                    assertThat(payloads(player.frames(), kind))
                            .as(kind.toString())
                            .endsWith(payloads(publisher.written(), kind).getLast())
                            .containsAll(expected(first, publisher.written(), kind));
                }
                assertThat(player.configurations(TrackKind.VIDEO))
                        .containsExactly((Codec) publisher.videoConfig());
                assertThat(player.configurations(TrackKind.AUDIO))
                        .containsExactly((Codec) publisher.audioConfig());
                assertThat(player.frames(TrackKind.VIDEO).getFirst().header().key()).isTrue();
            }
        }
    }

    @Test
    void aPlayerOfDatagramsGetsWholeFrames() throws IOException {
        try (var server = serving();
                var publisher = new TestPublisher(server.server().channels(), CAM)) {
            publisher.write(Duration.ofSeconds(3));
            var options = ClientOptions.DEFAULT.withRtspTransport(RtspTransport.UDP);
            try (var player = new Watcher(server.rtsp(CAM), options)) {
                Waiting.until("pictures come", () -> !player.frames(TrackKind.VIDEO).isEmpty());
                while (player.frames(TrackKind.VIDEO).size() < 50) {
                    publisher.write(Duration.ofMillis(100));
                    Waiting.briefly();
                }
                assertThat(player.frames(TrackKind.VIDEO).getFirst().header().key()).isTrue();
                assertThat(payloads(publisher.written(), TrackKind.VIDEO))
                        .containsAll(payloads(player.frames(), TrackKind.VIDEO));
                assertThat(player.notices()).noneMatch(text -> text.contains("TCP is tried"));
                publisher.publication().close();
                player.awaitEnd();
            }
        }
    }

    /// All of them begin at the same key frame, so that sound and picture are together.
    @Test
    void soundAndPictureAreAsFarApartAsTheyWere() throws IOException {
        try (var server = serving();
                var publisher = new TestPublisher(server.server().channels(), CAM);
                var player = new Watcher(server.rtsp(CAM))) {
            publisher.write(Duration.ofSeconds(2));
            Waiting.until("sound comes", () -> player.frames(TrackKind.AUDIO).size() > 10);
            Waiting.until("pictures come", () -> player.frames(TrackKind.VIDEO).size() > 5);
            long sentUs = distanceUs(publisher.written(), player.frames());
            assertThat(sentUs).isLessThan(5_000);
        }
    }

    /// By how much the distance of a sound to a picture differs.
    private static long distanceUs(List<Frame> sent, List<Frame> received) {
        Frame picture = first(received, TrackKind.VIDEO);
        Frame sound = first(received, TrackKind.AUDIO);
        long thereUs = sound.header().dtsUs() - picture.header().ptsUs();
        long hereUs = same(sent, sound).header().dtsUs() - same(sent, picture).header().ptsUs();
        return Math.abs(thereUs - hereUs);
    }

    private static Frame first(List<Frame> frames, TrackKind kind) {
        return frames.stream().filter(it -> it.header().kind() == kind).findFirst().orElseThrow();
    }

    private static Frame same(List<Frame> sent, Frame frame) {
        return sent.stream()
                .filter(it -> Arrays.equals(it.payload(), frame.payload()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ffprobeCountsEveryPicture() throws IOException {
        try (var server = serving();
                var publisher = new TestPublisher(server.server().channels(), CAM)) {
            publisher.write(Duration.ofSeconds(3));
            try (var ffprobe = probe(server.rtsp(CAM), "tcp")) {
                awaitPlayer(server);
                publisher.write(Duration.ofSeconds(3)).close();
                assertThat(ffprobe.await(PATIENCE)).as(ffprobe.output()).isZero();
                // Of the last group of three seconds, and of three more.
                assertThat(ffprobe.output()).contains("h264,100").contains("aac,");
            }
        }
    }

    private static Program probe(String url, String transport) {
        return Program.start(
                "ffprobe",
                "-v",
                "error",
                "-rtsp_transport",
                transport,
                "-count_packets",
                "-show_entries",
                "stream=codec_name,nb_read_packets",
                "-of",
                "csv=p=0",
                url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void ffmpegDecodesWhatAnEncoderSends(String transport) throws IOException {
        try (var server = serving();
                var _ = Clip.MINUTES.publishEndlessly(server.rtmp(CAM));
                var player =
                        Program.start(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-rtsp_transport",
                                transport,
                                "-i",
                                server.rtsp(CAM),
                                "-frames:v",
                                "50",
                                "-f",
                                "framemd5",
                                "-")) {
            assertThat(player.await(PATIENCE)).as(player.output()).isZero();
            assertThat(player.output().lines().filter(line -> line.startsWith("0,"))).hasSize(50);
            assertThat(player.output().lines().filter(line -> line.startsWith("1,"))).isNotEmpty();
            if (transport.equals("tcp")) {
                assertThat(player.output()).doesNotContain("error", "missing", "corrupt");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PICTURE_AND_MP3, h264, mp3", "SOUND_ONLY, '', aac"})
    void theUsualCodecsGoOverRtsp(Clip clip, String video, String audio) throws IOException {
        comesOut(clip.file(), video, audio);
    }

    @ParameterizedTest
    @CsvSource({"HEVC_AAC, hevc, aac", "H264_AC3, h264, ac3"})
    void andThoseOfToday(ModernClip clip, String video, String audio) throws IOException {
        comesOut(clip.file(), video, audio);
    }

    private static void comesOut(Path clip, String video, String audio) throws IOException {
        try (var server = serving()) {
            var command = new ArrayList<>(Ffmpeg8.command("-v", "error", "-re"));
            command.addAll(List.of("-i", clip.toString(), "-c", "copy"));
            command.addAll(List.of("-rtmp_enhanced_codecs", "hvc1", "-f", "flv"));
            command.add(server.rtmp(CAM));
            try (var publisher = Program.start(Ffmpeg8.environment(), command);
                    var ffprobe = probe(server.rtsp(CAM), "tcp")) {
                assertThat(ffprobe.await(PATIENCE)).as(ffprobe.output()).isZero();
                assertThat(ffprobe.output()).as(publisher.output()).contains(audio + ",");
                assertThat(ffprobe.output()).contains(video.isEmpty() ? "" : video + ",");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void gstreamerPlays(String transport) throws IOException {
        try (var server = serving();
                var _ = Clip.PICTURE_ONLY.publishEndlessly(server.rtmp(CAM))) {
            Waiting.until("published", () -> server.isPublished(CAM));
            String pipeline =
                    "gst-launch-1.0 -q rtspsrc location=%s protocols=%s ! rtph264depay ! h264parse"
                                    .formatted(server.rtsp(CAM), transport)
                            + " ! fakesink num-buffers=30";
            try (var player = Program.start(pipeline.split(" +"))) {
                assertThat(player.await(PATIENCE)).as(player.output()).isZero();
            }
        }
    }

    @Test
    void aRelayOfAnotherServerIsStartedByAPlayer() throws IOException {
        try (var camera = serving();
                var _ = Clip.MINUTES.publishEndlessly(camera.rtmp(CAM));
                var edge =
                        serving(
                                "relays[0].name=far/cam",
                                "relays[0].source=" + camera.rtsp(CAM),
                                "relays[0].idle_timeout=1s");
                var player = new Watcher(edge.rtsp("far/cam"))) {
            Waiting.until(
                    "pictures come",
                    () -> player.isOver() || player.frames(TrackKind.VIDEO).size() > 50);
            assertThat(player.isOver()).isFalse();
            assertThat(camera.viewers(CAM)).isEqualTo(1);
            assertThat(edge.get("api/v2/sessions")).contains("\"rtsp\"");
        }
    }
}
