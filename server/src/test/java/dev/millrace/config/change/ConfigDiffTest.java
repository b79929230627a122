package dev.millrace.config.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.Config;
import dev.millrace.config.PerChannel;
import dev.millrace.config.key.Key;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigDiffTest {
    private static List<String> between(Config before, Config after) {
        return ConfigDiff.between(before, after).stream()
                .map(it -> "%s|%s|%s|%s".formatted(it.key(), it.before(), it.after(), it.effect()))
                .toList();
    }

    @Test
    void valuesAreComparedAndNotHowTheyAreWritten() {
        assertThat(
                        between(
                                Config.of("hls.segment=2s", "hls.idle=1m"),
                                Config.of("hls.idle=60s", "rtmp.listen='0.0.0.0:1935'")))
                .isEmpty();
        assertThat(
                        between(
                                Config.of("hls.segment=3s"),
                                Config.of("hls.segment=4s", "rtmp.listen=:1 :2")))
                .containsExactly(
                        "rtmp.listen|0.0.0.0:1935|:1 :2|at-once", "hls.segment|3s|4s|newcomers");
    }

    @Test
    void itemsAreTheSameByTheirNames() {
        Config before =
                Config.of(
                        "relays[0].name=a",
                        "relays[0].source=rtmp://host/a",
                        "relays[1].name=b",
                        "relays[1].source=rtmp://user:password@host/b",
                        "rules[0].match=x/*",
                        "rules[0].hls.segment=1s",
                        "rules[1].match=y/*",
                        "rules[1].hls.segment=1s");
        Config after =
                Config.of(
                        "relays[0].name=b",
                        "relays[0].source=rtmp://user:password@host/b2",
                        "relays[1].name=c",
                        "relays[1].source=rtmp://host/c",
                        "rules[0].match=y/*",
                        "rules[0].hls.segments=5",
                        "rules[1].match=x/*",
                        "rules[1].hls.segment=1s");
        assertThat(between(before, after))
                .containsExactly(
                        "relays[a]|name=a, source=rtmp://host/a||at-once",
                        "relays[b].source|rtmp://***@host/b|rtmp://***@host/b2|at-once",
                        "relays[c]||name=c, source=rtmp://host/c|at-once",
                        "rules[y/*].hls.segment|1s||newcomers",
                        "rules[y/*].hls.segments||5|newcomers",
                        "rules (order)|x/*, y/*|y/*, x/*|at-once");
    }

    @Test
    void whatIsSecretIsNotShown() {
        assertThat(
                        between(
                                Config.of("access.play_key=first-secret"),
                                Config.of("access.play_key=second-secret")))
                .containsExactly("access.play_key|***|***|newcomers");
    }

    @ParameterizedTest
    @CsvSource({
        "data.folder,              RESTART",
        "control.enabled,          RESTART",
        "rtmp.listen,              AT_ONCE",
        "rtmp.play_wait,           NEWCOMERS",
        "rules[].dvr.enabled,      NEWCOMERS",
        "rules[].channel.window,   AT_ONCE",
        "limits.trusted,           AT_ONCE",
        "log.level,                AT_ONCE",
    })
    void someSettingsWait(String key, Effect effect) {
        assertThat(Effect.of(key)).isEqualTo(effect);
        assertThat(all()).contains(key);
    }

    private static Stream<String> all() {
        return Stream.concat(
                Config.KEYS.stream().map(Key::name),
                PerChannel.KEYS.stream().map(it -> it.inRules().name()));
    }

    @Test
    void everySettingIsShownWithItsPlace() {
        List<String> lines =
                ConfigText.lines(Config.of("hls.segment=3s", "vhosts[0].name=tv.example")).stream()
                        .map(ConfigText.Line::toString)
                        .toList();
        assertThat(lines)
                .contains(
                        "hls.segment: 3s  # Config.of",
                        "hls.segments: 6  # default",
                        "vhosts[0].name: tv.example  # Config.of");
    }
}
