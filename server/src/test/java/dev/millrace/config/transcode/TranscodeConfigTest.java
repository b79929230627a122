package dev.millrace.config.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.config.Config;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscodeConfigTest {
    private static TranscodeConfig read(String... settings) {
        return Config.of(
                        Stream.concat(Stream.of("name=sd", "match=live/*"), Arrays.stream(settings))
                                .map(it -> "transcode[0]." + it)
                                .toArray(String[]::new))
                .transcode()
                .getFirst();
    }

    @Test
    void hasUsualValues() {
        TranscodeConfig usual = read();
        assertThat(usual.video().codec()).isEqualTo("libx264");
        assertThat(usual.audio().codec()).isEqualTo("copy");
        assertThat(usual.outputTemplate()).isEqualTo("[app]/[stream]_[engine]");
        assertThat(read("renditions=720p 480p").outputTemplate())
                .isEqualTo("[app]/[stream]_[rendition]");
    }

    @ParameterizedTest
    @CsvSource({
        "1080p, 4590000",
        "720p, 2500000",
        "480p, 1360000",
        "360p, 880000",
        "720p:3M, 3000000",
        "90p:64k, 64000",
        "10p, 10000",
    })
    void aRenditionHasABitrate(String text, long bits) {
        assertThat(Rendition.parse(text).orElseThrow().bitrate().bitsPerSecond()).isEqualTo(bits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    renditions=720p 720p | transcode[0].renditions: "720p 720p" is not `none`, or
                    renditions=721p | transcode[0].renditions: "721p" is not
                    renditions=720 | transcode[0].renditions: "720" is not
                    renditions=720p;video.codec=copy | renditions need an encoder, such as libx264
                    renditions=720p;video.bitrate=1M | 720p:3M instead of video.size
                    renditions=720p 480p;output=a/[stream] | several renditions need [rendition]
                    output=a/[rendition] | [rendition] needs renditions
                    output=rtmp://host/live/x | to send it to another server, forward it
                    output=cam | or the name of a channel such as `[app]/[stream]_[engine]`
                    output=a/[stram] | "a/[stram]" is not `auto` or the name of a channel
                    video.size=641x360 | video.size: both numbers must be even
                    video.rate=fast | "fast" is not
                    video.codec=copy;video.size=640x360 | needs an encoder, such as libx264
                    audio.bitrate=96k | needs an encoder, such as aac, and not copy
                    video.codec=none;audio.codec=none | it is none, and video.codec, too
                    name=a b | "a b" is not a name of letters, digits
                    """)
    void whatIsWrongIsNamed(String settings, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(settings.split(";")))
                .withMessageContaining(why);
    }

    @Test
    void twoOfANameAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Config.of(
                                "transcode[0].name=sd",
                                "transcode[0].match=*",
                                "transcode[1].name=sd",
                                "transcode[1].match=tv/*"))
                .withMessageContaining("transcode[1].name: there is another engine sd");
    }

    @FuzzTest(maxDuration = "5s")
    void aRenditionIsSoundOrNone(byte[] bytes) {
        Rendition.parse(new String(bytes, StandardCharsets.UTF_8))
                .ifPresent(it -> {
                    assertThat(it.lines()).isBetween(10, 9998).matches(n -> n % 2 == 0);
                    assertThat(it.bitrate().bitsPerSecond()).isPositive();
                });
    }
}
