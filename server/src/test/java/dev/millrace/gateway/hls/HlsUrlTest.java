package dev.millrace.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.gateway.http.StreamPath;
import dev.millrace.media.ChannelName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which channel and which part of it a URL means: what players may write into one.
final class HlsUrlTest {
    @ParameterizedTest
    @CsvSource({
        "/live/cam.m3u8,               live/cam",
        "/live/cam/index.m3u8,         live/cam",
        "/live/eu/cam.m3u8,            live/eu/cam",
        "/live/index.m3u8,             live/index",
        "/live/cam/1790000000.ts,      live/cam",
        "/live/cam/1790000000.aac,     live/cam",
        "/live/cam/1790000000.mp3,     live/cam",
        "/live/cam/1790000000.ac3,     live/cam",
        "/live/cam/1790000000.eac3,    live/cam",
        "/live/c%61m.m3u8,             live/cam",
    })
    void isAPartOfAChannel(String path, String channel) throws Malformed {
        assertThat(url(path).orElseThrow().channel()).isEqualTo(ChannelName.parse(channel));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live/cam", "/live/cam.ts", "/live/cam/179.ts", "/", "/.git/config"})
    void isSomethingElse(String path) {
        assertThat(url(path)).isEmpty();
    }

    @Test
    void noNumberIsTooLongToRead() {
        assertThat(url("/live/cam/%s.ts".formatted("9".repeat(15)))).isPresent();
        assertThat(url("/live/cam/%s.ts".formatted("9".repeat(40)))).isEmpty();
    }

    /// Whatever the path, it is a channel with a proper name or none, and the segments that its
    /// playlist would list are of that channel.
    @FuzzTest(maxDuration = "5s")
    void namesAChannelOrNone(byte[] latin) throws Malformed {
        String text = "/" + new String(latin, StandardCharsets.ISO_8859_1);
        Optional<HlsUrl> url;
        try {
            url = url(text);
        } catch (IllegalArgumentException noUri) {
            return; // refused before it comes to us
        }
        if (url.isEmpty()) {
            return;
        }
        ChannelName name;
        try {
            name = url.get().channel();
        } catch (Malformed refused) {
            return;
        }
        assertThat(ChannelName.parse(name.path())).isEqualTo(name);
        if (url.get() instanceof HlsUrl.Playlist playlist) {
            String uri = playlist.form().segmentUris(name, _ -> "ts").apply(1_790_000_000L);
            String base = HttpURI.from(text).getPath();
            URI segment = URI.create("http://h" + escaped(base)).resolve(uri);
            HlsUrl listed = url(segment.getRawPath()).orElseThrow();
            assertThat(listed).isInstanceOf(HlsUrl.Segment.class);
            assertThat(listed.channel()).isEqualTo(name);
        }
    }

    private static Optional<HlsUrl> url(String path) {
        return StreamPath.of(HttpURI.from(path).getDecodedPath()).flatMap(HlsUrl::of);
    }

    /// What Java's URI wants escaped, and browsers escape.
    private static String escaped(String path) {
        var out = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean fits = c < 0x7F && (Character.isLetterOrDigit(c) || "/%-._~".indexOf(c) >= 0);
            out.append(fits ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return out.toString();
    }
}
