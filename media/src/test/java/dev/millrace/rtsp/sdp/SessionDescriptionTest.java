package dev.millrace.rtsp.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionDescriptionTest {
    /// What a camera says, with the habits of several.
    private static final String CAMERA =
            """
            v=0
            o=- 1109162014219182 1 IN IP4 192.0.2.1
            s=Media Presentation
            c=IN IP4 0.0.0.0
            t=0 0
            a=control:*
            a=range:npt=now-
            m=video 0 RTP/AVP 96 26
            b=AS:5000
            a=control:trackID=1
            a=rtpmap:96 H264/90000
            a=fmtp:96 Profile-Level-ID=4D001F; packetization-mode=1;sprop-parameter-sets=Z00A,aO48;
            a=rtpmap:99 VP8/90000
            a=framerate:12.5
            m=audio 0 rtp/avp 0 97
            a=rtpmap:97 MPEG4-GENERIC/48000/2
            a=fmtp:97 mode=AAC-hbr;config=119;sizelength=13
            m=application 0 RTP/AVP 107
            a=rtpmap:107 vnd.onvif.metadata/90000
            """;

    private static MediaDescription medium(int index) throws ProtocolException {
        return SessionDescription.parse(CAMERA).media().get(index);
    }

    @Test
    void readsMediaInOrder() throws Exception {
        SessionDescription description = SessionDescription.parse(CAMERA);
        assertThat(description.control()).isEqualTo("*");
        assertThat(description.media())
                .extracting(MediaDescription::kind)
                .containsExactly("video", "audio", "application");
    }

    @Test
    void readsHowAMediumIsCarried() throws Exception {
        MediaDescription video = medium(0);
        assertThat(video.profile()).isEqualTo("RTP/AVP");
        assertThat(video.control()).isEqualTo("trackID=1");
        assertThat(video.payloadTypes()).containsExactly(96, 26);
        assertThat(video.map(96)).contains(new RtpMap("h264", 90_000, 1));
        assertThat(video.map(26)).isEmpty();
        assertThat(video.map(99)).isEmpty(); // not one of its own
        assertThat(video.frameRate()).hasValue(12.5);
        assertThat(video.parameters(96).get("profile-level-id")).contains("4D001F");
        assertThat(video.parameters(96).number("packetization-mode", 0, 2)).isEqualTo(1);
        assertThat(video.parameters(96).get("sprop-parameter-sets")).contains("Z00A,aO48");
        assertThat(video.parameters(26).get("x")).isEmpty();
    }

    @Test
    void someTypesNeedNoMap() throws Exception {
        MediaDescription audio = medium(1);
        assertThat(audio.profile()).isEqualTo("RTP/AVP");
        assertThat(audio.map(0)).contains(new RtpMap("pcmu", 8_000, 1));
        assertThat(audio.map(97)).contains(new RtpMap("mpeg4-generic", 48_000, 2));
        assertThat(audio.parameters(97).hex("config")).containsExactly(0x11, 0x90);
        assertThat(audio.parameters(97).hex("missing")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <html></html>                              | the description has no medium
                    m=video                                    | has no protocol
                    m=video 0 RTP/AVP x                        | payload type is "x", not a number
                    m=video 0 RTP/AVP 128                      | payload type is 128
                    m=video 0 RTP/AVP 96~a=rtpmap:96 H264      | has no clock rate
                    m=video 0 RTP/AVP 96~a=rtpmap:96 H264/0    | has the clock rate 0
                    m=audio 0 RTP/AVP 96~a=rtpmap:96 L16/8000/99 | number of channels is 99
                    """)
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> SessionDescription.parse(text.replace('~', '\n')))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }

    @Test
    void hasLimits() {
        assertThatThrownBy(() -> SessionDescription.parse("m=video 0 RTP/AVP 96\n".repeat(65)))
                .isInstanceOf(OverLimit.class)
                .hasMessageContaining("number of media");
        assertThatThrownBy(() -> SessionDescription.parse("x".repeat(300_000)))
                .isInstanceOf(OverLimit.class);
        String types = " 96".repeat(129);
        assertThatThrownBy(() -> SessionDescription.parse("m=video 0 RTP/AVP" + types))
                .isInstanceOf(OverLimit.class)
                .hasMessageContaining("number of payload types");
    }

    @Test
    void hexadecimalIsNothingElse() throws Exception {
        FormatParameters parameters = FormatParameters.parse("config=xyz0;size=-1");
        assertThatThrownBy(() -> parameters.hex("config"))
                .isInstanceOf(Malformed.class)
                .hasMessage("config is \"xyz0\", not hexadecimal");
        assertThatThrownBy(() -> parameters.number("size", 0, 9)).isInstanceOf(Malformed.class);
        assertThat(parameters.number("other", 7, 9)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://h/cam, '', rtsp://h/cam",
        "rtsp://h/cam, *, rtsp://h/cam",
        "rtsp://h/cam, track1, rtsp://h/cam/track1",
        "rtsp://h/cam/, track1, rtsp://h/cam/track1",
        "rtsp://h/cam/, /track1, rtsp://h/cam/track1",
        "rtsp://h/cam?a=b, track1, rtsp://h/cam?a=b/track1",
        "rtsp://h/cam, RTSP://other/t, RTSP://other/t",
    })
    void aControlUrlIsAStepFromTheBase(String base, String control, String url) throws Exception {
        assertThat(ControlUrl.resolve(base, control)).isEqualTo(url);
    }

    @Test
    void theAnswerMayNameTheBase() {
        String asked = "rtsp://h/cam";
        assertThat(ControlUrl.base("rtsp://b/", "rtsp://l/", asked)).isEqualTo("rtsp://b/");
        assertThat(ControlUrl.base("", "rtsp://l/", asked)).isEqualTo("rtsp://l/");
        assertThat(ControlUrl.base("cam", "", asked)).isEqualTo(asked);
    }

    @Test
    void aControlUrlIsNotTwoLines() {
        assertThatThrownBy(() -> ControlUrl.resolve("rtsp://h/", "a\rX: y"))
                .isInstanceOf(Malformed.class);
    }

    /// Any text is a description or a fault.
    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] bytes) {
        try {
            String text = new String(bytes, StandardCharsets.UTF_8);
            for (MediaDescription medium : SessionDescription.parse(text).media()) {
                assertThat(medium.payloadTypes()).allMatch(type -> type >= 0 && type < 128);
                ControlUrl.resolve("rtsp://h/", medium.control());
            }
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
