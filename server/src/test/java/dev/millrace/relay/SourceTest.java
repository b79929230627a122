package dev.millrace.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("V10: credentials of cameras are shown to nobody")
class SourceTest {
    @ParameterizedTest
    @CsvSource({
        "rtmp://host/live/cam, rtmp://host/live/cam",
        "rtsp://admin:s3cret@10.0.0.7:554/ch1, rtsp://***@10.0.0.7:554/ch1",
        "rtsp://admin:p@ss@10.0.0.7/ch1, rtsp://***@10.0.0.7/ch1",
        "rtsp://admin@10.0.0.7/ch1, rtsp://***@10.0.0.7/ch1",
        "http://h/a.flv?token=abc&x=1, http://h/a.flv?token=***&x=1",
        "http://h/a.flv?x=1&authKey=abc#f, http://h/a.flv?x=1&authKey=***#f",
        "http://h/cgi?user=u&PassWd=abc, http://h/cgi?user=u&PassWd=***",
        "http://h/a@b.flv, http://h/a@b.flv",
        "/films/a.flv, /films/a.flv"
    })
    void isShownWithoutSecrets(String url, String shown) {
        assertThat(new Source(url)).hasToString(shown);
    }

    @Test
    void takesSecretsOutOfOtherTexts() {
        var source = new Source("rtsp://admin:s3cret@10.0.0.7/ch1?token=abcd");
        assertThat(source.redact("401 for rtsp://admin:s3cret@10.0.0.7/ch1?token=abcd"))
                .isEqualTo("401 for rtsp://***@10.0.0.7/ch1?token=***");
        assertThat(source.redact("bad password s3cret, bad token abcd"))
                .isEqualTo("bad password ***, bad token ***");
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://host/live/cam, false",
        "http://host/cam.flv, false",
        "http://host/cam.m3u8?a=b.flv, true",
        "file:///films/a.flv, true",
        "/films/a.flv, true",
    })
    void knowsWhatCanComeToItsEnd(String url, boolean finite) {
        assertThat(new Source(url).isFinite()).isEqualTo(finite);
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://h/a/b, true, false",
        "rtsps://h/a, true, false",
        "http://h/a.flv?x=y.mp4, true, false",
        "HTTP://h/a.TS, true, false",
        "http://h/a/stream, true, false",
        "http://h:80, true, false",
        "https://h/a.m3u8, true, true",
        "http://h/a.mp4, false, true",
        "http://h/a.b/c.mjpg, false, true",
        "srt://h:9000, false, false",
        "/videos/a.mp4, true, true",
        "file:/videos/a.ts, true, true",
        "/videos/a.mkv, false, true",
        "/dev/video0, false, true",
    })
    void whatIsPlayedHereAndWhatHasAnEnd(String url, boolean inProcess, boolean finite) {
        var source = new Source(url);
        assertThat(source.isInProcess()).isEqualTo(inProcess);
        assertThat(source.isFinite()).isEqualTo(finite);
    }
}
