package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ByteReader;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.rtsp.message.RtspMessage.Response;
import dev.millrace.rtsp.rtp.RtpPacket;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What players ask, and what they are told.
class RtspRequestsTest {
    private static final String CAM = "live/cam";
    private static final String TCP = "RTP/AVP/TCP;unicast;interleaved=0-1";

    private static RunningServer serving(String... settings) throws IOException {
        var all = new ArrayList<>(List.of("rtsp.listen=127.0.0.1:0", "channel.grace=500ms"));
        all.addAll(List.of("rtmp.play_wait=500ms"));
        all.addAll(List.of(settings));
        return new RunningServer(all.toArray(String[]::new));
    }

    private static TestPublisher publisher(RunningServer server) {
        return new TestPublisher(server.server().channels(), CAM).write(Duration.ofSeconds(2));
    }

    private static String said(Response response) {
        return "%d %s".formatted(response.status(), response.reason());
    }

    private static String header(Response response, String name) {
        return response.headers().get(name).orElse("");
    }

    @Test
    void theDescriptionHasWhatDecodersNeed() throws IOException {
        try (var server = serving();
                var _ = publisher(server);
                var talk = new RtspTalk(server.port("rtsp"))) {
            String url = server.rtsp(CAM) + "?token=x";
            assertThat(header(talk.ask("OPTIONS", "*"), "Public")).contains("DESCRIBE", "PLAY");
            Response answer = talk.ask("DESCRIBE", url, "Accept", "application/sdp");
            assertThat(header(answer, "Content-Type")).isEqualTo("application/sdp");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains(
                            "s=live/cam\r\n",
                            "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n",
                            ";sprop-parameter-sets=Z",
                            "m=audio 0 RTP/AVP 97\r\na=rtpmap:97 MPEG4-GENERIC/",
                            ";mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=",
                            "a=control:%s/trackID=0?token=x\r\n".formatted(server.rtsp(CAM)));
        }
    }

    @Test
    void packetsBeginWithAReportAndWhereTheAnswerSays() throws Exception {
        try (var server = serving();
                var publisher = publisher(server);
                var talk = new RtspTalk(server.port("rtsp"))) {
            talk.ask("DESCRIBE", server.rtsp(CAM));
            Response setup = talk.ask("SETUP", server.rtsp(CAM) + "/trackID=0", "Transport", TCP);
            assertThat(header(setup, "Session")).endsWith(";timeout=60");
            assertThat(header(setup, "Transport")).startsWith(TCP + ";ssrc=");
            Response play = talk.ask("PLAY", server.rtsp(CAM), "Range", "npt=0.000-");
            assertThat(header(play, "Range")).isEqualTo("npt=now-");
            Matcher info =
                    Pattern.compile("url=(\\S+);seq=(\\d+);rtptime=(\\d+)")
                            .matcher(header(play, "RTP-Info"));
            assertThat(info.matches()).isTrue();
            assertThat(info.group(1)).isEqualTo(server.rtsp(CAM) + "/trackID=0");
            ByteBuffer report = ByteBuffer.wrap(talk.packet(1));
            assertThat(report.getShort(0)).isEqualTo((short) 0x80C8); // a sender report
            long ntpSeconds = Integer.toUnsignedLong(report.getInt(8)) - 2_208_988_800L;
            assertThat(Duration.ofSeconds(System.currentTimeMillis() / 1000 - ntpSeconds).abs())
                    .isLessThan(Duration.ofMinutes(2));
            RtpPacket packet = RtpPacket.parse(new ByteReader(talk.packet(0)));
            assertThat(packet.sequence()).isEqualTo(Integer.parseInt(info.group(2)));
            assertThat(packet.payloadType()).isEqualTo(96);
            assertThat(packet.payload()[0] & 0x1F).isEqualTo(7); // a sequence parameter set
            int beginsAt = Integer.parseUnsignedInt(info.group(3));
            assertThat(packet.timestamp() - beginsAt).isBetween(0, 90_000 / 5);
            assertThat(talk.ask("PAUSE", server.rtsp(CAM)).status()).isEqualTo(200);
            publisher.write(Duration.ofSeconds(2));
            assertThat(talk.ask("PLAY", server.rtsp(CAM)).status()).isEqualTo(200);
            RtpPacket later = RtpPacket.parse(new ByteReader(talk.packet(0)));
            assertThat(later.ssrc()).isEqualTo(packet.ssrc());
            assertThat(later.payload()[0] & 0x1F).isEqualTo(7);
            assertThat((later.timestamp() - packet.timestamp()) / 90_000).isEqualTo(2);
            assertThat(server.viewers(CAM)).isEqualTo(1);
            assertThat(talk.ask("TEARDOWN", server.rtsp(CAM)).status()).isEqualTo(200);
            assertThat(server.viewers(CAM)).isZero();
        }
    }

    /// What is asked of a session without one, and what nobody has.
    @ParameterizedTest
    @CsvSource({
        "PLAY, '', 455 Method Not Valid in This State: there is no track to play; SETUP one",
        "PAUSE, '', 455 Method Not Valid in This State: nothing is played",
        "RECORD, '', 455 Method Not Valid in This State: there is no track to record; ANNOUNCE it",
        "DANCE, '', 501 Not Implemented: there is no DANCE here",
        "PLAY, Session: other, '454 Session Not Found: a session ends with its connection; SETUP"
                + " another'",
        "OPTIONS, Require: onvif-replay, '551 Option not supported: nobody here knows"
                + " onvif-replay'",
        "GET_PARAMETER, '', 200 OK",
    })
    void whatCannotBeIsSaid(String method, String header, String answer) throws IOException {
        try (var server = serving();
                var talk = new RtspTalk(server.port("rtsp"))) {
            String[] headers = header.isEmpty() ? new String[0] : header.split(": ", 2);
            assertThat(said(talk.ask(method, server.rtsp(CAM), headers))).isEqualTo(answer);
        }
    }

    @Test
    void aWayThatThereIsNotIsNamed() throws IOException {
        try (var server = serving();
                var _ = publisher(server);
                var talk = new RtspTalk(server.port("rtsp"))) {
            String track = server.rtsp(CAM) + "/trackID=0";
            assertThat(said(talk.ask("SETUP", track, "Transport", "RTP/SAVP;unicast")))
                    .startsWith("461 Unsupported Transport: it is RTP/AVP/TCP;unicast");
            assertThat(said(talk.ask("SETUP", server.rtsp(CAM), "Transport", TCP)))
                    .startsWith("404 Not Found: there is no such track; the first is " + track);
            // The second offer is one.
            Response setup = talk.ask("SETUP", track, "Transport", "RTP/AVP;multicast," + TCP);
            assertThat(setup.status()).isEqualTo(200);
        }
    }

    @Test
    void aCodecThatCannotGoIsNamed() throws IOException {
        try (var server = serving();
                var publication = TestPublisher.publication(server.server().channels(), CAM);
                var talk = new RtspTalk(server.port("rtsp"))) {
            publication.configure(new OpaqueConfig(TrackKind.AUDIO, 11, "Speex"));
            publication.write(FrameHeader.audio(0, 3), ByteBuffer.wrap(new byte[3]));
            assertThat(said(talk.ask("DESCRIBE", server.rtsp(CAM))))
                    .isEqualTo("415 Unsupported Media Type: there is no way for Speex over RTSP");
        }
    }

    @Test
    void nobodyIsNotFound() throws IOException {
        try (var server = serving();
                var talk = new RtspTalk(server.port("rtsp"))) {
            assertThat(said(talk.ask("DESCRIBE", server.rtsp("live/nobody"))))
                    .isEqualTo("404 Not Found: nobody publishes live/nobody; waited 500 ms");
            assertThat(said(talk.ask("DESCRIBE", server.rtsp("nothing"))))
                    .startsWith("400 Bad Request: channel name");
            assertThat(server.get("metrics"))
                    .contains("millrace_refused_viewers_total{protocol=\"rtsp\"} 1");
        }
    }

    @Test
    void aLoginIsAskedForAndShown() throws IOException {
        try (var auth = new HookServer();
                var server = serving("access.auth_url=" + auth.url("auth"));
                var _ = publisher(server);
                var talk = new RtspTalk(server.port("rtsp"))) {
            auth.says(call ->
                    call.body().contains("\"user\":\"me\",\"password\":\"word\"")
                            ? Answer.YES
                            : Answer.of(401, ""));
            Response first = talk.ask("DESCRIBE", server.rtsp(CAM));
            assertThat(first.status()).isEqualTo(401);
            assertThat(header(first, "WWW-Authenticate")).isEqualTo("Basic realm=\"live\"");
            Response second =
                    talk.ask("DESCRIBE", server.rtsp(CAM), "Authorization", "Basic bWU6d29yZA==");
            assertThat(second.status()).isEqualTo(200);
            assertThat(auth.calls().getFirst().body()).contains("\"protocol\":\"rtsp\"");
            // As FFmpeg does by itself.
            String url = server.rtsp(CAM).replace("//", "//me:word@");
            try (var player = new Watcher(url)) {
                Waiting.until("it plays", () -> !player.frames().isEmpty());
            }
        }
    }

    @Test
    void whoMayNotIsToldAndWhoLeavesIsToldOf() throws IOException {
        try (var hooks = new HookServer();
                var server =
                        serving(
                                "hooks.on_play=" + hooks.url("play"),
                                "hooks.on_stop=" + hooks.url("stop"));
                var _ = publisher(server)) {
            try (var talk = new RtspTalk(server.port("rtsp"))) {
                hooks.says(_ -> Answer.of(403, ""));
                assertThat(talk.ask("DESCRIBE", server.rtsp(CAM)).status()).isEqualTo(403);
                hooks.says(_ -> Answer.YES);
                assertThat(talk.ask("DESCRIBE", server.rtsp(CAM)).status()).isEqualTo(200);
            }
            Waiting.until("it is told", () -> hooks.calls("on_stop").size() == 1);
        }
    }

    @Test
    void aPlayerCanBeHungUpOn() throws IOException {
        try (var server = serving();
                var _ = publisher(server);
                var talk = new RtspTalk(server.port("rtsp"))) {
            talk.ask("SETUP", server.rtsp(CAM) + "/trackID=0", "Transport", TCP);
            talk.ask("PLAY", server.rtsp(CAM));
            Session session =
                    server.server().sessions().list().stream()
                            .filter(one -> one.protocol().equals("rtsp"))
                            .findFirst()
                            .orElseThrow();
            assertThat(session.channel()).contains(CAM);
            session.hangUp("somebody wants it");
            talk.awaitEnd();
            Waiting.until("it is gone", () -> server.viewers(CAM) == 0);
        }
    }

    /// Another resolution is in the packets; another sound would have to be described.
    @Test
    void anotherSoundEndsTheSession() throws IOException {
        try (var server = serving();
                var publisher = publisher(server);
                var talk = new RtspTalk(server.port("rtsp"))) {
            talk.ask("SETUP", server.rtsp(CAM) + "/trackID=1", "Transport", TCP);
            talk.ask("PLAY", server.rtsp(CAM));
            talk.packet(0);
            publisher.publication().configure(new OpaqueConfig(TrackKind.AUDIO, 11, "Speex"));
            publisher.write(Duration.ofSeconds(1));
            byte[] control = talk.packet(1);
            while (!HexFormat.of()
                    .formatHex(control)
                    .contains("81cb0001")) { // a goodbye behind a report
                control = talk.packet(1);
            }
            talk.awaitEnd();
        }
    }

    @Test
    void whoGetsDatagramsAndIsSilentIsDropped() throws IOException {
        try (var server = serving("rtsp.idle_timeout=1s");
                var _ = publisher(server);
                var talk = new RtspTalk(server.port("rtsp"));
                var rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var rtcp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            // Wherever it says that packets should go, they go to where it comes from.
            String offer =
                    "RTP/AVP;unicast;destination=192.0.2.1;client_port=%d-%d"
                            .formatted(rtp.getLocalPort(), rtcp.getLocalPort());
            Response setup = talk.ask("SETUP", server.rtsp(CAM) + "/trackID=0", "Transport", offer);
            assertThat(header(setup, "Transport")).contains(";server_port=");
            talk.ask("PLAY", server.rtsp(CAM));
            var packet = new DatagramPacket(new byte[2_000], 2_000);
            rtp.receive(packet);
            assertThat(packet.getData()[0]).isEqualTo((byte) 0x80);
            Matcher port =
                    Pattern.compile(".*server_port=(\\d+)-(\\d+).*")
                            .matcher(header(setup, "Transport"));
            assertThat(port.matches()).isTrue();
            assertThat(packet.getPort()).isEqualTo(Integer.parseInt(port.group(1)));
            talk.awaitEnd();
            Waiting.until("it is gone", () -> server.viewers(CAM) == 0);
        }
    }

    /// Whole groups are lost to who does not listen, and nobody else waits for it.
    @Test
    void aSlowPlayerLosesGroupsAndAFastOneNone() throws IOException {
        try (var server = serving("channel.window=0s", "delivery.stall_timeout=60s");
                var publisher = publisher(server);
                var slow = new RtspTalk(server.port("rtsp"));
                var fast = new Watcher(server.rtsp(CAM))) {
            slow.socket().setReceiveBufferSize(4 << 10);
            slow.ask("SETUP", server.rtsp(CAM) + "/trackID=0", "Transport", TCP);
            slow.ask("PLAY", server.rtsp(CAM));
            String address = "127.0.0.1:" + slow.socket().getLocalPort();
            Session session =
                    server.server().sessions().list().stream()
                            .filter(one -> one.remote().equals(address))
                            .findFirst()
                            .orElseThrow();
            Waiting.until("both play", () -> !fast.frames().isEmpty());
            flood(publisher, fast);
            Waiting.until("groups are lost", () -> read(slow) && session.skippedGroups() > 0);
            assertThat(session.role()).as(session.note()).isEqualTo(Session.Role.VIEWER);
            assertThat(server.server().sessions().find(session.id())).isPresent();
        }
    }

    /// Takes what has come.
    private static boolean read(RtspTalk talk) {
        try {
            InputStream in = talk.socket().getInputStream();
            while (in.available() > 0) {
                in.readNBytes(in.available());
            }
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// 40 MB, as fast as the fast one takes them.
    private static void flood(TestPublisher publisher, Watcher fast) {
        byte[] frame = new byte[100_000];
        new Random(1).nextBytes(frame);
        ByteBuffer.wrap(frame).putInt(frame.length - 4).put((byte) 0x65).put((byte) 0x88);
        for (int i = 0; i < 400; i++) {
            int sent = fast.frames(TrackKind.VIDEO).size();
            long us = Duration.ofSeconds(2).toNanos() / 1_000 + i * 40_000L;
            publisher
                    .publication()
                    .write(
                            FrameHeader.video(us, 0, i % 5 == 0, frame.length),
                            ByteBuffer.wrap(frame));
            Waiting.until("the fast one gets it", () -> fast.frames(TrackKind.VIDEO).size() > sent);
        }
    }
}
