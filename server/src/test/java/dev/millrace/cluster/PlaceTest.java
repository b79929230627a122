package dev.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "rtmp://b, live/cam, '', rtmp://b/live/cam",
                "rtmp://b:1936/, live/eu/cam, '', rtmp://b:1936/live/eu/cam",
                "rtmp://b, live/cam?vhost=tv.example, '', rtmp://b/live/cam?vhost=tv.example",
                "rtmp://b, live/cam?vhost=tv.example, vhost=x&t=a/b,"
                        + " rtmp://b/live/cam?t=a/b&vhost=tv.example",
                "rtmp://b/live2/key, live/cam?vhost=tv.example, '', rtmp://b/live2/key",
                "rtmp://b/[vhost]-[app]/[stream]?k=[stream], live/cam?vhost=tv.example, t=1,"
                        + " rtmp://b/tv.example-live/cam?k=cam&t=1",
                "http://b:8080, live/cam, t=1, http://b:8080/live/cam.flv?t=1",
                "http://u:p@b, live/käm, '', http://u:p@b/live/k%C3%A4m.flv",
                "https://b/x/[stream].flv, live/cam, '', https://b/x/cam.flv",
                "rtmp://[::1]:1936, live/cam, '', rtmp://[::1]:1936/live/cam",
            })
    void isTheChannelsPlace(String pattern, String channel, String query, String url)
            throws Malformed {
        assertThat(new Place(pattern).url(ChannelName.parse(channel), query)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://b, rtmp://b/live/cam",
        "rtmp://b/live2/abcd-efgh, rtmp://b/live2/…",
        "rtmp://b/live/[stream]?key=1, rtmp://b/live/cam",
        "http://u:p@b:8080, http://b:8080/live/cam.flv",
    })
    void peopleSeeNoSecrets(String pattern, String shown) throws Malformed {
        assertThat(new Place(pattern).shown(ChannelName.parse("live/cam"))).isEqualTo(shown);
        assertThat(new Place(pattern).toString()).doesNotContain("abcd", "key", "u:p");
    }

    @Test
    void aServerIsItsHostAndPort() {
        assertThat(new Place("http://u:p@B:8080/x").server()).isEqualTo("b:8080");
        assertThat(new Place("rtmps://b").isRtmp()).isTrue();
        assertThat(new Place("http://b").isRtmp()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b", "srt://b", "rtmp://", "rtmp:///live/cam"})
    void whatIsNoUrlIsRefused(String text) {
        assertThatThrownBy(() -> new Place(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
