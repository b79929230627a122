package dev.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.config.value.ChannelPattern;
import dev.millrace.media.ChannelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelRulesTest {
    private static ChannelName channel(String name) {
        try {
            return ChannelName.parse(name);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void laterRulesWinAndEachOverWhatIsSetForAll() {
        ChannelRules rules =
                Config.of(
                                "hls.segment=4s",
                                "hls.segments=5",
                                "rules[0].match=live/*",
                                "rules[0].hls.segment=3s",
                                "rules[0].channel.window=20s",
                                "rules[1].match=*/cam*",
                                "rules[1].hls.segment=1s")
                        .rules();
        assertThat(rules.of(channel("tv/one")).hls().segment()).isEqualTo(Duration.ofSeconds(4));
        assertThat(rules.of(channel("live/one")).hls().segment()).isEqualTo(Duration.ofSeconds(3));
        PerChannel cam = rules.of(channel("live/cam1"));
        assertThat(cam.hls().segment()).isEqualTo(Duration.ofSeconds(1));
        assertThat(cam.hls().segments()).isEqualTo(5);
        assertThat(cam.channel().window()).isEqualTo(Duration.ofSeconds(20));
        assertThat(cam.channel().grace()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void whoSaysWhatIsExplained(@TempDir Path folder) throws IOException, ConfigException {
        Path file =
                Files.writeString(
                        folder.resolve("millrace.yaml"),
                        """
                        hls:
                          segments: 5
                        rules:
                          - match: "live/*?vhost=tv.example"
                            hls: {segment: 1s}
                        """);
        ChannelRules rules = new ConfigLoader().file(file).load().rules();
        assertThat(rules.explain(channel("live/cam?vhost=tv.example")))
                .contains(
                        new ChannelRules.Effective(
                                "hls.segment",
                                "1s",
                                Optional.of("live/*?vhost=tv.example"),
                                Optional.of(file + ":5")),
                        new ChannelRules.Effective(
                                "hls.segments", "5", Optional.empty(), Optional.of(file + ":2")),
                        new ChannelRules.Effective(
                                "hls.idle", "60s", Optional.empty(), Optional.empty()));
        assertThat(rules.explain(channel("live/cam")).toString())
                .contains("key=hls.segment, value=2s, rule=Optional.empty");
    }

    @ParameterizedTest
    @CsvSource({
        "*, live/cam, true",
        "*, live/cam?vhost=tv.example, true",
        "live/*, live/cam, true",
        "live/*, live/eu/cam, false",
        "live*/*, live/eu/cam, true",
        "live/cam, live/cam2, false",
        "live/c.m, live/cam, false",
        "*?vhost=tv.example, live/cam?vhost=tv.example, true",
        "*?vhost=tv.example, live/cam, false",
        "*?vhost=*.example, live/cam?vhost=tv.example, true",
        "*?vhost=__defaultVhost__, live/cam, true",
    })
    void aPatternMatches(String pattern, String name, boolean matches) {
        assertThat(ChannelPattern.parse(pattern).orElseThrow().matches(channel(name)))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rules[0].match=live            | rules[0].match: "live" is not `app/stream`
                    rules[0].match=a/b?host=c      | "a/b?host=c" is not `app/stream`
                    rules[0].hls.segment=1         | rules[0].hls.segment: "1" is not a duration
                    rules[0].hls.segment=1s        | rules[0].match: it must be set
                    rules[0].rtmp.listen=:1        | unknown key rules[0].rtmp.listen
                    rules[0].hls.segmet=1s         | did you mean rules[0].hls.segment?
                    vhosts[0].name=a b             | vhosts[0].name: "a b" is not a host
                    """)
    void whatIsWrongIsSaid(String setting, String said) {
        boolean hasMatch = setting.contains("match") || said.contains("must be set");
        String[] settings =
                hasMatch ? new String[] {setting} : new String[] {"rules[0].match=*", setting};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Config.of(settings))
                .withMessageContaining(said);
    }

    @Test
    void aHostHasItsNamesForItself() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Config.of(
                                "vhosts[0].name=a.example",
                                "vhosts[1].name=b.example",
                                "vhosts[1].aliases=A.example"))
                .withMessageContaining("there is another virtual host a.example");
    }
}
