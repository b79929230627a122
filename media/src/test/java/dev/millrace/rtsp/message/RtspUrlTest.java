package dev.millrace.rtsp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtspUrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rtsp://cam/                  | false | cam       | 554  | rtsp://cam/
                    RTSPS://cam/a?b=c            | true  | cam       | 322  | rtsps://cam/a?b=c
                    rtsp://cam:8554              | false | cam       | 8554 | rtsp://cam:8554
                    rtsp://cam:554/a             | false | cam       | 554  | rtsp://cam/a
                    rtsp://[::1]:9/a b/ä#top     | false | ::1       | 9    | rtsp://[::1]:9/a%20b/%C3%A4
                    rtsp://u:p@10.0.0.1/1        | false | 10.0.0.1  | 554  | rtsp://10.0.0.1/1
                    rtsp://cam?channel=1         | false | cam       | 554  | rtsp://cam?channel=1
                    """)
    void readsWhatPeopleWrite(String text, boolean isSecure, String host, int port, String shown)
            throws Exception {
        RtspUrl url = RtspUrl.parse(text);
        assertThat(url.isSecure()).isEqualTo(isSecure);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    u:p            | u    | p
                    u              | u    | ''
                    u:p%40:x@y     | u    | p@:x@y
                    :              | ''   | ''
                    ä:%C3%A4       | Ã¤   | Ã¤
                    """)
    void knowsWhoAsks(String userInfo, String user, String password) throws Exception {
        assertThat(RtspUrl.parse("rtsp://" + userInfo + "@cam/").credentials())
                .contains(new Credentials(user, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cam",
                "http://cam/secret",
                "rtsp://",
                "rtsp://cam:0/secret",
                "rtsp://cam:65536/secret",
                "rtsp://c m/secret",
                "rtsp://u:secret%@cam/",
                "rtsp://u:secret%0d%0aX@cam/",
                "rtsp://u:secret%1@cam/"
            })
    void aFaultNamesNoSecret(String text) {
        assertThatThrownBy(() -> RtspUrl.parse(text))
                .isInstanceOf(ProtocolException.class)
                .message()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://u:p@cam/a, rtsp://cam:99/b, true",
        "rtsp://u:p@cam/a, rtsps://CAM/b, true",
        "rtsps://u:p@cam/a, rtsp://cam/b, false",
        "rtsp://u:p@cam/a, rtsp://other/b, false",
        "rtsp://cam/a, rtsp://cam/b, false",
    })
    void credentialsGoNowhereElse(String from, String to, boolean goWith) throws Exception {
        RtspUrl redirected = RtspUrl.parse(from).redirected(to);
        assertThat(redirected.credentials().isPresent()).isEqualTo(goWith);
        assertThat(redirected.path()).isEqualTo("/b");
    }

    @Test
    void aRedirectionMayHaveItsOwn() throws Exception {
        RtspUrl redirected = RtspUrl.parse("rtsp://u:p@cam/").redirected("rtsp://v:q@cam/");
        assertThat(redirected.credentials()).contains(new Credentials("v", "q"));
    }
}
