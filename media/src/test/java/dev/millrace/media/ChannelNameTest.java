package dev.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {
    @ParameterizedTest
    @CsvSource({
        "live/cam, live, cam",
        "live/eu/berlin/cam-1, live/eu/berlin, cam-1",
        "live/ström.42, live, ström.42",
        "live/카메라, live, 카메라",
        "live/a..b, live, a..b",
    })
    void parsesAppAndStream(String path, String app, String stream) throws Exception {
        ChannelName name = ChannelName.parse(path);
        assertThat(name).isEqualTo(ChannelName.of("", app, stream));
        assertThat(name.app()).isEqualTo(app);
        assertThat(name.stream()).isEqualTo(stream);
        assertThat(name.vhost()).isEqualTo(ChannelName.DEFAULT_VHOST);
        assertThat(name).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cam",
                "/cam",
                "live/",
                "live//cam",
                "/live/cam",
                "../cam",
                "live/..",
                "live/.",
                "live/../../etc/passwd",
                "live/a b",
                "live/a%2e",
                "live/a?b",
                "live/a\\b",
                "live/a\u0000b",
                "live/a\nb",
                "live/<script>",
                "live/\u202Egnp",
            })
    void refusesWhatIsNotSafeEverywhere(String path) {
        assertThatThrownBy(() -> ChannelName.parse(path)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesNamesThatNoFileSystemTakes() throws Exception {
        String longest = "x".repeat(ChannelName.PART_LENGTH_MAX);
        assertThat(ChannelName.of("", longest, longest).stream()).isEqualTo(longest);
        assertThatThrownBy(() -> ChannelName.of("", "live", longest + "x"))
                .hasMessage("stream name has 201 characters, at most 200 are allowed");
    }

    @Test
    void virtualHostsHaveNoCaseAndStandBehind() throws Exception {
        ChannelName name = ChannelName.of("TV.Example", "live", "cam");
        assertThat(name).hasToString("live/cam?vhost=tv.example");
        assertThat(name.path()).isEqualTo("live/cam");
        assertThat(name).isEqualTo(ChannelName.of("tv.example", "live", "cam"));
        assertThat(name).isNotEqualTo(ChannelName.parse("live/cam"));
        assertThatThrownBy(() -> ChannelName.of("a/b", "live", "cam"))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void sortsByWhatPeopleSee() throws Exception {
        assertThat(ChannelName.parse("live/a")).isLessThan(ChannelName.parse("live/b"));
        assertThat(ChannelName.of("a", "b", "c"))
                .isGreaterThan(ChannelName.parse("b/c"))
                .isLessThan(ChannelName.parse("b/d"));
    }

    /// The text is a label of metrics: what looks alike would be counted as one.
    @Test
    void noTwoChannelsHaveTheSameText() throws Exception {
        List<ChannelName> names =
                List.of(
                        ChannelName.of("", "a/b", "c"),
                        ChannelName.of("a", "b", "c"),
                        ChannelName.of("c", "a", "b"),
                        ChannelName.of("b", "a", "c"));
        assertThat(names).extracting(ChannelName::toString).doesNotHaveDuplicates();
        for (ChannelName name : names) {
            assertThat(ChannelName.parse(name.toString())).isEqualTo(name);
        }
    }

    @Test
    void messagesAreFitForALogLine() {
        assertThatThrownBy(() -> ChannelName.parse("live/a\r\nINFO forged" + "x".repeat(100)))
                .message()
                .doesNotContain("\n", "\r")
                .hasSizeLessThan(200);
    }

    @FuzzTest(maxDuration = "5s")
    void whatPassesIsAPathAndItself(byte[] utf8) throws Exception {
        String text = new String(utf8, StandardCharsets.UTF_8);
        ChannelName name;
        try {
            name = ChannelName.parse(text);
        } catch (Malformed e) {
            return;
        }
        assertThat(ChannelName.parse(name.toString())).isEqualTo(name);
        URI uri = URI.create("http://host/" + name).normalize();
        assertThat(uri.getPath()).isEqualTo("/" + name.path());
        assertThat(text).startsWith(name.path());
    }
}
