package dev.millrace.bench.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bench.testing.Cuts;
import dev.millrace.bytes.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpHeadTest {
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\nTRANSFER-ENCODING:chunked\r\n\r\nrest";

    /// Reads a head, and what is left of the input as text.
    private static final class HeadAndRest implements Cuts.Parser {
        private final HttpHead.Reader reader = new HttpHead.Reader();
        private final StringBuilder rest = new StringBuilder();
        private Optional<HttpHead> head = Optional.empty();

        @Override
        public void receive(ByteBuffer piece) throws ProtocolException {
            if (head.isEmpty()) {
                head = reader.receive(piece);
            }
            rest.append(ISO_8859_1.decode(piece));
        }

        @Override
        public Object result() {
            return head.orElseThrow() + rest.toString();
        }
    }

    @Test
    void cutsInTheStreamDoNotMatter() throws Exception {
        var head =
                new HttpHead(
                        200, Map.of("content-type", "video/x-flv", "transfer-encoding", "chunked"));
        Cuts.check(ANSWER.getBytes(ISO_8859_1), HeadAndRest::new, head + "rest");
        assertThat(head.isChunked()).isTrue();
        assertThat(head.keepsAlive()).isTrue();
        assertThat(head.field("content-type")).hasValue("video/x-flv");
    }

    @Test
    void knowsWhenTheConnectionEnds() throws Exception {
        HttpHead head = HttpHead.parse("HTTP/1.1 404 Not Found\r\nConnection: Close");
        assertThat(head.keepsAlive()).isFalse();
        assertThat(head.isChunked()).isFalse();
        assertThat(head.status()).isEqualTo(404);
    }

    @Test
    void refusesWhatIsNoAnswer() {
        assertRefused("SSH-2.0-OpenSSH\r\n\r\n", "not an HTTP/1.1 answer");
        assertRefused("HTTP/1.1 2x0 OK\r\n\r\n", "not an HTTP/1.1 answer");
        assertRefused("a".repeat(HttpHead.BYTES_MAX + 1), "head of the answer");
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] bytes) {
        try {
            var head = new HttpHead.Reader().receive(ByteBuffer.wrap(bytes));
            head.ifPresent(it -> assertThat(it.status()).isBetween(0, 999));
        } catch (ProtocolException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }

    private static void assertRefused(String answer, String message) {
        assertThatThrownBy(() -> Cuts.whole(answer.getBytes(ISO_8859_1), HeadAndRest::new))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }
}
