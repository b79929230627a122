package dev.millrace.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.gateway.http.StreamPath;
import dev.millrace.media.ChannelName;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
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
        "/live/cam/master.m3u8,        live/cam",
        "/live/master.m3u8,            live/master",
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
    void namesAChannelOrNone(byte[] bytes) throws Malformed {
        // Jetty refuses anything else in the line of a request.
        String text = printable(bytes);
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
        String base = HttpURI.from(text).getPath();
        if (url.get() instanceof HlsUrl.Playlist playlist && isResolved(base)) {
            String uri = playlist.form().segmentUris(name, _ -> "ts").apply(1_790_000_000L);
            assertThat(URI.create(uri).isAbsolute()).isFalse();
            String folder = base.substring(0, base.lastIndexOf('/') + 1);
            HlsUrl listed = url(folder + uri).orElseThrow();
            assertThat(listed).isInstanceOf(HlsUrl.Segment.class);
            assertThat(listed.channel()).isEqualTo(name);
        }
    }

    private static Optional<HlsUrl> url(String path) {
        return StreamPath.of(HttpURI.from(path).getDecodedPath()).flatMap(HlsUrl::of);
    }

    private static String printable(byte[] bytes) {
        var out = new StringBuilder("/");
        for (byte b : bytes) {
            out.append(b > ' ' && b < 0x7F ? (char) b : '~');
        }
        return out.toString();
    }

    /// Whether it has no `..`, as the paths that players ask for.
    private static boolean isResolved(String path) {
        return Stream.of(path.split("/", -1)).noneMatch(it -> it.matches("(?i)(\\.|%2e){1,2}"));
    }
}
