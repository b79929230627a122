package dev.millrace.rtsp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderValuesTest {
    @ParameterizedTest
    @CsvSource({
        "12345678, 12345678, 60",
        "a-b+c ; timeout=30, a-b+c, 30",
        "x;Timeout=0, x, 60",
        "x;timeout=999999999, x, 86400",
        "x;other;timeout=5, x, 5",
    })
    void aSessionHasANameAndATime(String value, String id, int timeoutSeconds) throws Exception {
        assertThat(SessionHeader.parse(value)).isEqualTo(new SessionHeader(id, timeoutSeconds));
    }

    @Test
    void aTransportHasChannelsOrPorts() throws Exception {
        assertThat(
                        TransportHeader.parse(
                                "RTP/AVP/TCP;unicast;interleaved=4-5;ssrc=1234;mode=\"PLAY\""))
                .isEqualTo(
                        new TransportHeader(
                                true,
                                OptionalInt.of(4),
                                OptionalInt.of(5),
                                OptionalInt.empty(),
                                OptionalInt.empty()));
        assertThat(
                        TransportHeader.parse(
                                "RTP/AVP/UDP; unicast; client_port=5000-5001; server_port=6970"))
                .isEqualTo(
                        new TransportHeader(
                                false,
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                OptionalInt.of(6970),
                                OptionalInt.of(6971)));
        assertThatThrownBy(() -> TransportHeader.parse("RTP/AVP;server_port=99999-1"))
                .hasMessageContaining("port is 99999");
        assertThat(TransportHeader.overTcp("RTP/AVP", 2))
                .isEqualTo("RTP/AVP/TCP;unicast;interleaved=2-3");
        assertThat(TransportHeader.overUdp("RTP/AVPF", 5000))
                .isEqualTo("RTP/AVPF;unicast;client_port=5000-5001");
    }

    /// The example of RFC 2326, 12.33, and what servers make of it.
    @Test
    void rtpInfoSaysWhereTracksBegin() throws Exception {
        var infos =
                RtpInfo.parse(
                        "url=rtsp://foo.com/bar.avi/streamid=0;seq=45102;rtptime=4294967295,"
                                + " url=\"trackID=1\";seq=1;rtptime=-5,url=rtsp://c/2");
        assertThat(infos)
                .containsExactly(
                        new RtpInfo("rtsp://foo.com/bar.avi/streamid=0", OptionalInt.of(-1)),
                        new RtpInfo("trackID=1", OptionalInt.empty()),
                        new RtpInfo("rtsp://c/2", OptionalInt.empty()));
        assertThat(infos.get(1).isOf("rtsp://cam/trackID=1")).isTrue();
        assertThat(infos.get(1).isOf("rtsp://cam/trackID=2")).isFalse();
    }

    @Test
    void challengesShareALine() throws Exception {
        var challenges =
                new ChallengeParser(
                                "Digest realm=\"a, \\\"b\\\"\", nonce = x ,qop=\"auth\", Basic"
                                        + " Realm=c,, NTLM ==, \"")
                        .parse();
        assertThat(challenges).extracting(Challenge::scheme).startsWith("digest", "basic");
        assertThat(challenges.getFirst().get("REALM")).isEqualTo("a, \"b\"");
        assertThat(challenges.getFirst().get("nonce")).isEqualTo("x");
        assertThat(challenges.get(1).get("realm")).isEqualTo("c");
        assertThat(challenges.get(1).get("nonce")).isEmpty();
    }

    /// Any text is a value or a fault.
    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        check(() -> SessionHeader.parse(text));
        check(() -> TransportHeader.parse(text));
        check(() -> RtpInfo.parse(text));
        check(() -> new ChallengeParser(text).parse());
        check(() -> RtspUrl.parse(text).redirected("rtsp://" + text));
    }

    private interface Parsing {
        Object parse() throws ProtocolException;
    }

    private static void check(Parsing parsing) {
        try {
            assertThat(parsing.parse().toString()).isNotNull();
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
