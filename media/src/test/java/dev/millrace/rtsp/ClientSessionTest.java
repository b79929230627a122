package dev.millrace.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.rtsp.message.RtspMessage;
import dev.millrace.rtsp.message.RtspUrl;
import dev.millrace.testkit.Hex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSessionTest {
    private static final String SDP =
            """
            v=0
            m=video 0 RTP/AVP 96
            a=rtpmap:96 H264/90000
            a=fmtp:96 sprop-parameter-sets=Z0LADdkBQfsBEAAAAwAQAAADA8DxQqSA,aMuDyyA=
            a=control:track1
            m=audio 0 RTP/AVP 8
            a=control:track2
            m=application 0 RTP/AVP 107
            """;

    private static final String DESCRIBED =
            "200\nContent-Base: rtsp://cam/live/\nContent-Type: application/sdp\n\n" + SDP;

    private static final String IDR = "8060 0001 00000000 00000001 6588AA";

    private final List<String> seen = new ArrayList<>();
    private ClientSession session = session("rtsp://cam/live", List.of());

    private ClientSession session(String url, List<Integer> ports) {
        try {
            return new ClientSession(
                    RtspUrl.parse(url),
                    new SessionSettings(ports, "Test"),
                    new Random(1),
                    this::see);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private void see(RtspEffect effect) {
        seen.add(
                switch (effect) {
                    case RtspEffect.Send(var bytes) ->
                            bytes[0] == '$'
                                    ? "$" + Hex.text(bytes).substring(2, 12)
                                    : words(new String(bytes, StandardCharsets.ISO_8859_1));
                    case RtspEffect.SendDatagram(var track, var isControl, var port, var bytes) ->
                            "%d%s to %d: %d bytes"
                                    .formatted(track, isControl ? "c" : "", port, bytes.length);
                    case RtspEffect.Media(var frame) ->
                            "%s %d".formatted(frame.header().kind(), frame.header().dtsUs());
                    default -> effect.toString();
                });
    }

    /// A request in one line, without what all have.
    private static String words(String message) {
        return message.replace("User-Agent: Test\r\n", "").strip().replace("\r\n", " | ");
    }

    private List<String> seen() {
        List<String> since = List.copyOf(seen);
        seen.clear();
        return since;
    }

    /// The server sends lines; the first is the status.
    private void answer(String lines) throws ProtocolException {
        int end = lines.indexOf("\n\n");
        String head = end < 0 ? lines : lines.substring(0, end);
        String body = end < 0 ? "" : lines.substring(end + 2);
        String length = body.isEmpty() ? "" : "\nContent-Length: " + body.length();
        receive("RTSP/1.0 " + head + length + "\n\n" + body);
    }

    private void receive(String text) throws ProtocolException {
        receive(text.getBytes(StandardCharsets.ISO_8859_1), 0);
    }

    private void receive(byte[] bytes, long nowMs) throws ProtocolException {
        session.receive(bytes, bytes.length, nowMs);
    }

    private void packet(int channel, String hex, long nowMs) throws ProtocolException {
        receive(new RtspMessage.Packet(channel, Hex.bytes(hex)).encode(), nowMs);
    }

    private void play() throws ProtocolException {
        session.start(0);
        answer("200\nPublic: OPTIONS, GET_PARAMETER");
        answer(DESCRIBED);
        answer("200\nSession: s1;timeout=30\nTransport: RTP/AVP/TCP;interleaved=0-1");
        answer("200\nSession: s1;timeout=30\nTransport: RTP/AVP/TCP;interleaved=6-7");
        answer("200\nRTP-Info: url=track1;rtptime=0,url=rtsp://cam/live/track2;rtptime=8000");
    }

    @Test
    void asksOneThingAfterAnother() throws Exception {
        play();
        assertThat(seen())
                .containsExactly(
                        "OPTIONS rtsp://cam/live RTSP/1.0 | CSeq: 1",
                        "DESCRIBE rtsp://cam/live RTSP/1.0 | CSeq: 2 | Accept: application/sdp",
                        "Notice[text=application is left out: payload type 107]",
                        "SETUP rtsp://cam/live/track1 RTSP/1.0 | CSeq: 3"
                                + " | Transport: RTP/AVP/TCP;unicast;interleaved=0-1",
                        "SETUP rtsp://cam/live/track2 RTSP/1.0 | CSeq: 4 | Session: s1"
                                + " | Transport: RTP/AVP/TCP;unicast;interleaved=2-3",
                        "PLAY rtsp://cam/live/ RTSP/1.0 | CSeq: 5 | Session: s1"
                                + " | Range: npt=0.000-",
                        "Playing[]");
    }

    @Test
    void aServerThatSaysNothingOfTheTransportDoesWhatWasAsked() throws Exception {
        session.start(0);
        answer("200");
        answer(DESCRIBED);
        answer("200\nSession: s1");
        answer("200\nSession: s1\nTransport: RTP/AVP/TCP;unicast");
        answer("200");
        seen();
        packet(0, "80E0 0001 00000000 00000001 6588AA", 20);
        packet(2, "8008 0001 00001F40 00000002 D5", 20);
        assertThat(seen()).contains("VIDEO 1020000", "AUDIO 1020000");
    }

    @Test
    void aServerThatSendsOverUdpUnaskedIsRefused() throws Exception {
        session.start(0);
        answer("200");
        answer(DESCRIBED);
        assertThatThrownBy(() -> answer("200\nTransport: RTP/AVP;server_port=7000-7001"))
                .isInstanceOf(Unsupported.class);
    }

    @Test
    void makesFramesOfPackets() throws Exception {
        play();
        seen();
        packet(0, "80E0 0001 00000000 00000001 6588AA", 20);
        packet(6, "8008 0001 00001F40 00000002 D5", 20);
        packet(0, "80E0 0002 00000E10 00000001 419ABB", 60);
        packet(9, "8008 0001 00001F40 00000002 D5", 60); // nobody's
        packet(0, "80E1 0003 00000E10 00000001 419ABB", 60); // of another type
        packet(0, "80", 60);
        assertThat(seen())
                .containsExactly(
                        "Configured[codec=H.264 Constrained Baseline 1.3, 320x240]",
                        "VIDEO 1000000",
                        "Configured[codec=OpaqueConfig[kind=AUDIO, flvCodecId=7, flvSoundBits=2,"
                                + " name=G.711 A-law]]",
                        "AUDIO 1000000",
                        "VIDEO 1040000");
        assertThat(session.heardAtMs()).isEqualTo(60);
    }

    @Test
    void showsThatItIsAlive() throws Exception {
        play();
        packet(0, IDR, 0);
        seen();
        assertThat(session.waitMs(0)).isEqualTo(1_000);
        session.tick(4_999);
        assertThat(seen()).isEmpty();
        session.tick(5_000);
        assertThat(seen()).containsExactly("$01003c81c9", "$07002480c9");
        session.tick(10_000);
        assertThat(seen())
                .hasSize(3)
                .last()
                .isEqualTo("GET_PARAMETER rtsp://cam/live/ RTSP/1.0 | CSeq: 6 | Session: s1");
        answer("501 Not Implemented\nCSeq: 6");
        session.tick(20_000);
        assertThat(seen().getLast()).startsWith("OPTIONS rtsp://cam/live/ RTSP/1.0 | CSeq: 7");
        answer("200\nCSeq: 7");
        assertThat(seen()).isEmpty();
    }

    @Test
    void aForgottenSessionIsOver() throws Exception {
        play();
        session.tick(10_000);
        seen();
        answer("454 Session Not Found\nCSeq: 6");
        assertThat(seen())
                .containsExactly(
                        "Rejected[code=454, description=the server has forgotten the session]");
        session.tick(20_000);
        session.end();
        session.close(20_000);
        assertThat(seen()).isEmpty();
    }

    @Test
    void saysWhatIsLost() throws Exception {
        play();
        packet(6, "8008 0001 00001F40 00000002 D5", 0);
        packet(6, "8008 0004 00001F80 00000002 D5", 0);
        session.tick(5_000);
        session.tick(10_000);
        assertThat(seen())
                .containsOnlyOnce("Notice[text=sound: 2 packets lost, 0 frames left out so far]");
    }

    @Test
    void provesWhoItIs() throws Exception {
        session = session("rtsp://u:p@cam/live", List.of());
        session.start(0);
        answer("200");
        seen();
        answer("401\nWWW-Authenticate: Basic realm=\"x\"");
        assertThat(seen())
                .containsExactly(
                        "DESCRIBE rtsp://cam/live RTSP/1.0 | CSeq: 3 | Authorization: Basic dTpw"
                                + " | Accept: application/sdp");
        answer("401\nWWW-Authenticate: Basic realm=\"x\"");
        assertThat(seen())
                .containsExactly(
                        "Rejected[code=401, description=the server does not accept the user name"
                                + " and password]");
    }

    @Test
    void anOldNonceIsReplaced() throws Exception {
        session = session("rtsp://u:p@cam/live", List.of());
        session.start(0);
        for (int i = 0; i < 4; i++) {
            answer("401\nWWW-Authenticate: Digest realm=x, nonce=n%d, stale=true".formatted(i));
        }
        assertThat(seen()).hasSize(5).last().asString().startsWith("Rejected[code=401");
    }

    @ParameterizedTest
    @CsvSource({
        "401 Unauthorized, the server wants a user name and a password",
        "403 Forbidden, the server does not let us play that",
        "404 Not Found, there is no such stream",
        "453 Not Enough Bandwidth, Not Enough Bandwidth",
    })
    void aRefusalIsPutIntoWords(String status, String words) throws Exception {
        session.start(0);
        answer("200");
        seen();
        answer(status);
        assertThat(seen())
                .containsExactly(
                        "Rejected[code=%s, description=%s]"
                                .formatted(status.substring(0, 3), words));
    }

    @Test
    void optionsAreNotNeeded() throws Exception {
        session.start(0);
        answer("405 Method Not Allowed");
        assertThat(seen().getLast()).startsWith("DESCRIBE");
    }

    @Test
    void aTrackThatIsRefusedIsLeftOut() throws Exception {
        session.start(0);
        answer("200");
        answer(DESCRIBED);
        answer("461 Unsupported Transport");
        seen();
        answer("200\nSession: s\nTransport: RTP/AVP/TCP;interleaved=0-1");
        assertThat(seen().getLast()).startsWith("PLAY");
    }

    @Test
    void withoutAnyTrackNothingPlays() throws Exception {
        session.start(0);
        answer("200");
        answer(DESCRIBED);
        answer("461 Unsupported Transport");
        answer("461 Unsupported Transport");
        assertThat(seen().getLast())
                .isEqualTo(
                        "Rejected[code=461, description=the server does not send that over TCP]");
    }

    @Test
    void goesElsewhere() throws Exception {
        session.start(0);
        answer("302 Moved\nLocation: rtsp://other/live");
        assertThat(seen().getLast()).isEqualTo("Redirected[url=rtsp://other/live]");
        session = session("rtsp://cam/live", List.of());
        session.start(0);
        assertThatThrownBy(() -> answer("301 Moved")).hasMessageContaining("to nowhere");
    }

    @Test
    void answersTheServer() throws Exception {
        play();
        seen();
        receive("OPTIONS * RTSP/1.0\nCSeq: 1\n\nREDIRECT rtsp://x RTSP/1.0\nCSeq: 2\n\n");
        receive("TEARDOWN rtsp://x RTSP/1.0\nCSeq: 3\n\n");
        assertThat(seen())
                .containsExactly(
                        "RTSP/1.0 200 OK | CSeq: 1 | Public: OPTIONS, GET_PARAMETER,"
                                + " SET_PARAMETER, ANNOUNCE, TEARDOWN",
                        "RTSP/1.0 501 Not Implemented | CSeq: 2",
                        "RTSP/1.0 200 OK | CSeq: 3",
                        "Ended[reason=the server ended the stream]");
    }

    @Test
    void endsWhenAllTracksDo() throws Exception {
        play();
        packet(0, IDR, 0);
        seen();
        packet(7, "81CB 0001 00000002", 1);
        packet(1, "81CB 0001 00000009", 1); // somebody else
        assertThat(seen()).isEmpty();
        packet(1, "81CB 0001 00000001", 1);
        assertThat(seen())
                .containsExactly(
                        "Configured[codec=H.264 Constrained Baseline 1.3, 320x240]",
                        "VIDEO 1000000",
                        "Ended[reason=the server said that the stream is over]");
    }

    @Test
    void saysGoodbye() throws Exception {
        play();
        seen();
        session.close(1);
        assertThat(seen())
                .containsExactly(
                        "$01002c80c9",
                        "$07002c80c9",
                        "TEARDOWN rtsp://cam/live/ RTSP/1.0 | CSeq: 6 | Session: s1");
        session.end();
        assertThat(seen()).isEmpty();
    }

    @Test
    void packetsMayBeDatagrams() throws Exception {
        session = session("rtsp://cam/live", List.of(5000, 5002));
        session.start(0);
        answer("200");
        answer(DESCRIBED);
        assertThat(seen().getLast()).endsWith("Transport: RTP/AVP;unicast;client_port=5000-5001");
        answer("200\nSession: s\nTransport: RTP/AVP;server_port=7000-7001");
        assertThat(seen()).first().isEqualTo("0 to 7000: 12 bytes");
        answer("200\nSession: s\nTransport: RTP/AVP");
        answer("200");
        seen();
        session.datagram(0, false, Hex.bytes("80E0 0001 00000000 00000001 6588AA"), 0);
        session.datagram(0, false, Hex.bytes("80E0 0003 00002000 00000001 6588AA"), 0);
        session.datagram(2, false, Hex.bytes("80"), 0);
        assertThat(seen()).hasSize(2).last().isEqualTo("VIDEO 1000000");
        assertThat(session.waitMs(0)).isEqualTo(10);
        session.datagram(0, false, Hex.bytes("80E0 0002 00001000 00000001 419ABB"), 1);
        assertThat(seen()).hasSize(2);
        session.tick(5_000);
        assertThat(seen()).containsExactly("0c to 7001: 60 bytes");
    }

    @Test
    void refusesWhatCannotBePlayed() throws Exception {
        session.start(0);
        answer("200");
        assertThatThrownBy(() -> answer("200\n\nm=video 0 RTP/AVP 96\na=rtpmap:96 VP8/90000"))
                .isInstanceOf(Unsupported.class)
                .hasMessage("nothing in the stream can be played: video is left out: codec vp8");
    }

    @Test
    void refusesADescriptionThatIsNone() throws Exception {
        session.start(0);
        answer("200");
        assertThatThrownBy(() -> answer("200\nContent-Type: text/html\n\n<html>"))
                .isInstanceOf(Malformed.class)
                .hasMessage("the description is \"text/html\", not SDP");
    }

    /// Whatever a server sends has an effect or is a fault.
    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] wire) {
        seen.clear(); // the fuzzer makes one test of many inputs
        session = session("rtsp://u:p@cam/live", List.of());
        session.start(0);
        try {
            receive(wire, 1);
            session.tick(60_000);
            session.end();
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        session.close(60_000);
        assertThat(seen).allMatch(effect -> !effect.contains("\n"));
    }
}
