package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpUrlTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "rtmp://h/live/cam,             h, 1935, live, cam",
                "rtmp://h:19350/live/cam,       h, 19350, live, cam",
                "rtmps://h/live/cam,            h, 443, live, cam",
                "rtmp://[::1]:1936/live/cam,    ::1, 1936, live, cam",
                "rtmp://h/live/eu/cam,          h, 1935, live/eu, cam",
                "rtmp://h/live/cam?token=a/b,   h, 1935, live, cam?token=a/b",
                "rtmp://h/live?vhost=x/cam,     h, 1935, live?vhost=x, cam",
                "rtmp://h/live?k=1/cam?t=2,     h, 1935, live?k=1, cam?t=2",
                "rtmp://h/live/eu?vhost=x/cam,  h, 1935, live/eu?vhost=x, cam",
                "rtmp://h/live/,                h, 1935, live, ``",
                "rtmp://h/live,                 h, 1935, live, ``",
                "rtmp://h,                      h, 1935, ``, ``",
            })
    void isTakenApart(String url, String host, int port, String app, String stream)
            throws Exception {
        var expected = new RtmpUrl(url.startsWith("rtmps"), host, port, app, stream);
        assertThat(RtmpUrl.parse(url)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://h/live/cam,               rtmp://h/live",
        "rtmp://h:1935/live/cam,          rtmp://h/live",
        "rtmp://h:443/live/cam,           rtmp://h:443/live",
        "rtmps://h/live/cam,              rtmps://h/live",
        "rtmp://[::1]:1936/live/eu/cam,   rtmp://[::1]:1936/live/eu",
    })
    void namesTheApplication(String url, String tcUrl) throws Exception {
        assertThat(RtmpUrl.parse(url).tcUrl()).isEqualTo(tcUrl);
    }

    @Test
    void keysAreNotShown() throws Exception {
        assertThat(RtmpUrl.parse("rtmp://h/live/cam?token=secret"))
                .hasToString("rtmp://h/live/cam?…");
        assertThat(RtmpUrl.parse("rtmp://h:1/live?k=secret/cam"))
                .hasToString("rtmp://h:1/live?…/cam");
        assertThat(RtmpUrl.parse("rtmp://h/live/cam")).hasToString("rtmp://h/live/cam");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h/live/cam",
                "rtmp:/h/live",
                "rtmp:///live/cam",
                "rtmp://h:0/live/cam",
                "rtmp://h:65536/live/cam",
                "rtmp://h:99999999999/live",
                "rtmp://[::1/live",
                "rtmp://]/live",
                "rtmp://[::1/x?k=secret]/live",
                "rtmp://secret:secret@h/live/cam",
            })
    void nonsenseIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> RtmpUrl.parse(url))
                .isInstanceOf(ProtocolException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void otherSchemesAreNamed() {
        assertThatThrownBy(() -> RtmpUrl.parse("rtmpe://h/live/cam"))
                .isInstanceOf(Unsupported.class)
                .hasMessage("URL scheme rtmpe, not rtmp or rtmps");
    }

    @FuzzTest(maxDuration = "5s")
    void namesAnApplicationThatCanBeReadAgain(byte[] utf8) throws ProtocolException {
        RtmpUrl url;
        try {
            url = RtmpUrl.parse(new String(utf8, StandardCharsets.UTF_8));
        } catch (ProtocolException refused) {
            return;
        }
        assertThat(url.port()).isBetween(1, 65_535);
        assertThat(RtmpUrl.parse(url.tcUrl()).host()).isEqualTo(url.host());
        assertThat(url.toString()).doesNotContainPattern("\\?[^…]");
    }
}
