package dev.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.bytes.ProtocolException.Malformed;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
    private static final ZonedDateTime TIME =
            ZonedDateTime.of(2026, 3, 4, 5, 6, 7, 89_000_000, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "[app]/[stream].[timestamp], live/eu/cam.1772600767089",
        "[vhost]/[stream]-[2006][01][02]-[15][04][05].[999], tv.example/cam-20260304-050607.089",
        "one, one",
    })
    void everyVariableIsReplaced(String template, String expected) throws Malformed {
        FileName name = FileName.of(template);
        assertThat(name.of(channel(), TIME)).isEqualTo(expected).matches(name.pattern(channel()));
    }

    @Test
    void thePatternIsOfOneChannel() throws Malformed {
        FileName name = FileName.of("[app]/[stream].[timestamp]");
        assertThat("live/eu/cam.17").matches(name.pattern(channel()));
        assertThat("live/eu/cam2.17").doesNotMatch(name.pattern(channel()));
        assertThat("live/eu/cam.x").doesNotMatch(name.pattern(channel()));
    }

    @ParameterizedTest
    @CsvSource({
        "[streem], there is no variable",
        "'', only letters",
        "/[stream], names no file",
        "[app]/, names no file",
        "../[stream], names no file",
        "[app]/./[stream], names no file",
        "[stream]\\x, only letters",
        "[stream, only letters",
        "a b, only letters",
    })
    void whatWouldLeaveTheFolderOrMeansNothingIsRefused(String template, String why) {
        assertThatExceptionOfType(Malformed.class)
                .isThrownBy(() -> FileName.of(template))
                .withMessageContaining(why);
    }

    private static ChannelName channel() throws Malformed {
        return ChannelName.of("tv.example", "live/eu", "cam");
    }
}
