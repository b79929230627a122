package dev.millrace.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.net.http.ByteRange.All;
import dev.millrace.net.http.ByteRange.Outside;
import dev.millrace.net.http.ByteRange.Part;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ByteRangeTest {
    private static final long LENGTH = 100;

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("bytes=0-0", new Part(0, 0)),
                Arguments.of("bytes=10-19", new Part(10, 19)),
                Arguments.of("bytes=10-", new Part(10, 99)),
                Arguments.of("bytes=99-", new Part(99, 99)),
                Arguments.of("bytes=10-1000", new Part(10, 99)),
                Arguments.of("bytes=10-999999999999999999", new Part(10, 99)),
                Arguments.of("bytes=-1", new Part(99, 99)),
                Arguments.of("bytes=-1000", new Part(0, 99)),
                Arguments.of(" bytes=1-2 ", new Part(1, 2)),
                Arguments.of("bytes=100-", new Outside()),
                Arguments.of("bytes=-0", new Outside()),
                // A server may answer these as if they were not there.
                Arguments.of("bytes=19-10", new All()),
                Arguments.of("bytes=0-1,3-4", new All()),
                Arguments.of("bytes=-", new All()),
                Arguments.of("bytes=a-b", new All()),
                Arguments.of("bytes=1-99999999999999999999", new All()),
                Arguments.of("lines=1-2", new All()),
                Arguments.of("", new All()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void headersMeanWhatTheStandardSays(String header, ByteRange meant) {
        assertThat(ByteRange.parse(header, LENGTH)).isEqualTo(meant);
    }

    @FuzzTest(maxDuration = "5s")
    void aPartLiesWithinTheBody(byte[] latin) {
        String header = new String(latin, java.nio.charset.StandardCharsets.ISO_8859_1);
        if (ByteRange.parse(header, LENGTH) instanceof Part(long first, long last)) {
            assertThat(first).isBetween(0L, last);
            assertThat(last).isLessThan(LENGTH);
        }
        EntityTags.matches(header, "\"tag\"");
    }

    @Test
    void ofAnEmptyBodyThereIsNoPart() {
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new Outside());
        assertThat(ByteRange.parse("bytes=-1", 0)).isEqualTo(new Outside());
    }

    @Test
    void aPartIsTheSameHoweverTheBodyIsCut() {
        byte[] body = "abcdefghij".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int cut = 0; cut <= body.length; cut++) {
            var buffers =
                    List.of(
                            ByteBuffer.wrap(body, 0, cut),
                            ByteBuffer.wrap(body, cut, body.length - cut));
            var out = new ByteArrayOutputStream();
            for (ByteBuffer buffer : new Part(3, 6).of(buffers)) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                out.writeBytes(bytes);
            }
            assertThat(out).asString().isEqualTo("defg");
        }
    }
}
