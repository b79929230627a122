package dev.millrace.bench.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ProtocolException;
import org.junit.jupiter.api.Test;

class HttpUrlTest {
    @Test
    void takesUrlsApart() throws Exception {
        HttpUrl url = HttpUrl.parse(" http://[::1]:8080/live/a%20b.m3u8?key=1 ");
        assertThat(url.host()).isEqualTo("::1");
        assertThat(url.port()).isEqualTo(8080);
        assertThat(url.authority()).isEqualTo("[::1]:8080");
        assertThat(url.target()).isEqualTo("/live/a%20b.m3u8?key=1");
        assertThat(HttpUrl.parse("http://example.org").target()).isEqualTo("/");
        assertThat(HttpUrl.parse("http://example.org").port()).isEqualTo(80);
    }

    @Test
    void resolvesWhatPlaylistsSay() throws Exception {
        HttpUrl url = HttpUrl.parse("http://h:8080/live/a/index.m3u8?key=1");
        assertThat(url.resolve("7.ts").target()).isEqualTo("/live/a/7.ts");
        assertThat(url.resolve("../b/7.ts?x=2").target()).isEqualTo("/live/b/7.ts?x=2");
        assertThat(url.resolve("/7.ts").target()).isEqualTo("/7.ts");
        assertThat(url.resolve("http://other/7.ts").authority()).isEqualTo("other");
    }

    @Test
    void refusesWhatIsNotFetched() {
        assertRefused("https://h/live/s.flv", ", not http");
        assertRefused("rtmp://h/live/s", ", not http");
        assertRefused("http:///live/s", "without a host");
        assertRefused("http://h/a b", "not a URL");
    }

    private static void assertRefused(String url, String message) {
        assertThatThrownBy(() -> HttpUrl.parse(url))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }
}
