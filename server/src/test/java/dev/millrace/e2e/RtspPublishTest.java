package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.TrackKind;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import dev.millrace.testing.Program;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Publishers over RTSP: FFmpeg, and clients that are not as good.
class RtspPublishTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";
    private static final String TCP = "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record";
    private static final String SOUND =
            """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=card
            t=0 0
            m=audio 0 RTP/AVP 8
            a=control:streamid=0
            """;

    private static RunningServer serving(String... settings) throws IOException {
        var all = new ArrayList<>(List.of("rtsp.listen=127.0.0.1:0", "channel.grace=500ms"));
        all.addAll(List.of(settings));
        return new RunningServer(all.toArray(String[]::new));
    }

    private static Program publish(Path file, String transport, String url) {
        return Program.start(
                "ffmpeg",
                "-v",
                "error",
                "-re",
                "-stream_loop",
                "-1",
                "-i",
                file.toString(),
                "-c",
                "copy",
                "-rtsp_transport",
                transport,
                "-f",
                "rtsp",
                url);
    }

    private static String status(RtspTalk talk, String method, String url, String... headers)
            throws IOException {
        var answer = talk.ask(method, url, headers);
        return "%d %s".formatted(answer.status(), answer.reason());
    }

    private static int announce(RtspTalk talk, String url) throws IOException {
        byte[] body = SOUND.getBytes(StandardCharsets.UTF_8);
        return talk.ask("ANNOUNCE", url, body, "Content-Type", "application/sdp").status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void ffmpegPublishesPictureAndSound(String transport) throws IOException {
        try (var server = serving();
                var publisher = publish(Clip.MINUTES.file(), transport, server.rtsp(CAM));
                var viewer = new Watcher(server.http(CAM + ".flv"))) {
            Waiting.until(
                    "pictures and sound come",
                    () ->
                            viewer.isOver()
                                    || (viewer.frames(TrackKind.VIDEO).size() > 30
                                            && viewer.frames(TrackKind.AUDIO).size() > 30));
            assertThat(viewer.isOver()).as(publisher.output()).isFalse();
            assertThat(viewer.frames(TrackKind.VIDEO).getFirst().header().key()).isTrue();
            assertThat(viewer.configurations(TrackKind.VIDEO).toString()).contains("160x90");
            assertThat(viewer.configurations(TrackKind.AUDIO).toString()).contains("44100 Hz");
            assertThat(server.get("api/v2/sessions")).contains("\"rtsp\"");
            publisher.terminate();
            Waiting.until("it has left", () -> !server.isPublished(CAM));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void gstreamerPublishes(String transport) throws IOException {
        try (var server = serving()) {
            String pipeline =
                    "gst-launch-1.0 -q videotestsrc is-live=true"
                            + " ! video/x-raw,width=160,height=90,framerate=25/1"
                            + " ! openh264enc gop-size=25 ! h264parse ! rtspclientsink"
                            + " location=%s protocols=%s".formatted(server.rtsp(CAM), transport);
            try (var publisher = Program.start(pipeline.split(" +"));
                    var viewer = new Watcher(server.http(CAM + ".flv"))) {
                Waiting.until(
                        "pictures come",
                        () -> viewer.isOver() || viewer.frames(TrackKind.VIDEO).size() > 30);
                assertThat(viewer.isOver()).as(publisher.output()).isFalse();
                assertThat(viewer.configurations(TrackKind.VIDEO).toString()).contains("160x90");
            }
            Waiting.until("it has left", () -> !server.isPublished(CAM));
        }
    }

    @Test
    void itGoesOutAsItCameIn() throws IOException {
        try (var server = serving();
                var _ = publish(Clip.MINUTES.file(), "tcp", server.rtsp(CAM));
                var player =
                        Program.start(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-rtsp_transport",
                                "tcp",
                                "-i",
                                server.rtsp(CAM),
                                "-frames:v",
                                "40",
                                "-f",
                                "framemd5",
                                "-")) {
            assertThat(player.await(PATIENCE)).as(player.output()).isZero();
            assertThat(player.output().lines().filter(line -> line.startsWith("0,"))).hasSize(40);
        }
    }

    @Test
    void aChannelThatIsTakenIsRefused() throws IOException {
        try (var server = serving();
                var _ = new TestPublisher(server.server().channels(), CAM);
                var talk = new RtspTalk(server.port("rtsp"))) {
            assertThat(announce(talk, server.rtsp(CAM))).isEqualTo(200);
            String track = server.rtsp(CAM) + "/streamid=0";
            assertThat(talk.ask("SETUP", track, "Transport", TCP).status()).isEqualTo(200);
            assertThat(status(talk, "RECORD", server.rtsp(CAM)))
                    .startsWith("403 Forbidden: live/cam is being published by");
        }
    }

    @Test
    void servicesAreAskedAndTold() throws IOException {
        try (var hooks = new HookServer();
                var server =
                        serving(
                                "hooks.on_publish=" + hooks.url("publish"),
                                "hooks.on_unpublish=" + hooks.url("unpublish"))) {
            hooks.says(_ -> Answer.of(403, ""));
            try (var talk = new RtspTalk(server.port("rtsp"))) {
                assertThat(announce(talk, server.rtsp(CAM))).isEqualTo(403);
                hooks.says(_ -> Answer.YES);
                assertThat(announce(talk, server.rtsp(CAM))).isEqualTo(200);
            }
            Waiting.until("it is told", () -> hooks.calls("on_unpublish").size() == 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'m=audio 0 RTP/AVP 3\n', 415 Unsupported Media Type: audio is left out: payload type 3",
        "'', 415 Unsupported Media Type: the description has no medium",
    })
    void whatIsNotReadIsNamed(String description, String answer) throws IOException {
        try (var server = serving();
                var talk = new RtspTalk(server.port("rtsp"))) {
            byte[] body = description.getBytes(StandardCharsets.UTF_8);
            var said = talk.ask("ANNOUNCE", server.rtsp(CAM), body);
            assertThat("%d %s".formatted(said.status(), said.reason())).isEqualTo(answer);
            assertThat(status(talk, "RECORD", server.rtsp(CAM)))
                    .isEqualTo(
                            "455 Method Not Valid in This State: there is no track to record;"
                                    + " ANNOUNCE it");
        }
    }

    @Test
    void aPublisherThatIsSilentLosesTheChannel() throws IOException {
        try (var server = serving("rtsp.idle_timeout=1s");
                var talk = new RtspTalk(server.port("rtsp"))) {
            assertThat(announce(talk, server.rtsp(CAM))).isEqualTo(200);
            talk.ask("SETUP", server.rtsp(CAM) + "/streamid=0", "Transport", TCP);
            assertThat(status(talk, "RECORD", server.rtsp(CAM))).isEqualTo("200 OK");
            assertThat(server.isPublished(CAM)).isTrue();
            talk.awaitEnd();
            Waiting.until("it is free", () -> !server.isPublished(CAM));
        }
    }

    @Test
    void packetsOfG711ArePublished() throws IOException {
        try (var server = serving();
                var talk = new RtspTalk(server.port("rtsp"))) {
            announce(talk, server.rtsp(CAM));
            talk.ask("SETUP", server.rtsp(CAM) + "/streamid=0", "Transport", TCP);
            talk.ask("RECORD", server.rtsp(CAM));
            byte[] packet = new byte[4 + 12 + 160];
            for (int i = 0; i < 10; i++) {
                ByteBuffer.wrap(packet)
                        .put(new byte[] {'$', 0, 0, (byte) 172, (byte) 0x80, 8})
                        .putShort((short) i)
                        .putInt(160 * i)
                        .putInt(7);
                talk.raw(packet);
            }
            Waiting.until(
                    "they are there",
                    () ->
                            server.channel(CAM)
                                    .publication()
                                    .filter(it -> it.stats().frames(TrackKind.AUDIO) == 10)
                                    .isPresent());
            assertThat(server.channel(CAM).catalog().track(TrackKind.AUDIO).toString())
                    .contains("A-law");
            assertThat(talk.ask("TEARDOWN", server.rtsp(CAM)).status()).isEqualTo(200);
            assertThat(server.isPublished(CAM)).isFalse();
        }
    }
}
