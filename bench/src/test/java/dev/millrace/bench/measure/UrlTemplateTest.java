package dev.millrace.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class UrlTemplateTest {
    /// Pattern, streams, connection, its URL, and the URL when each must have its own.
    static final List<Arguments> CASES =
            List.of(
                    arguments("rtmp://h/live/s", 1, 3, "rtmp://h/live/s", "rtmp://h/live/s"),
                    arguments("rtmp://h/live/s", 9, 3, "rtmp://h/live/s", "rtmp://h/live/s3"),
                    arguments(
                            "rtmp://h/l/s?key=1",
                            9,
                            3,
                            "rtmp://h/l/s?key=1",
                            "rtmp://h/l/s3?key=1"),
                    arguments("rtmp://h/l/c[i]x", 9, 3, "rtmp://h/l/c3x", "rtmp://h/l/c3x"),
                    arguments("rtmp://h/a[i]/s[i]", 9, 12, "rtmp://h/a3/s3", "rtmp://h/a3/s3"),
                    arguments("rtmp://h/l/c[i]", 1, 3, "rtmp://h/l/c0", "rtmp://h/l/c0"));

    @ParameterizedTest
    @FieldSource("CASES")
    void numbersStreams(String pattern, int streams, int index, String url, String numbered) {
        var template = new UrlTemplate(pattern, streams);
        assertThat(template.url(index)).isEqualTo(url);
        assertThat(template.numbered().url(index)).isEqualTo(numbered);
    }
}
