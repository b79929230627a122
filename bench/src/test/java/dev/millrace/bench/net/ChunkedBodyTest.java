package dev.millrace.bench.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bench.testing.Cuts;
import dev.millrace.bytes.ProtocolException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ChunkedBodyTest {
    private static final String BODY =
            "5\r\nhello\r\n"
                    + "1;name=value\r\n \r\n"
                    + "0A\r\nwide\r\nworl\r\n"
                    + "0\r\n"
                    + "Trailer: here\r\n"
                    + "\r\n"
                    + "rest";

    /// Takes the chunks off, and puts a line between the body and what follows it.
    private static final class Body implements Cuts.Parser {
        private final ChunkedBody chunks = new ChunkedBody();
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder rest = new StringBuilder();

        @Override
        public void receive(ByteBuffer piece) throws ProtocolException {
            chunks.receive(piece, slice -> text.append(ISO_8859_1.decode(slice)));
            rest.append(ISO_8859_1.decode(piece));
        }

        @Override
        public Object result() {
            return text + "|" + rest + "|" + chunks.isDone();
        }
    }

    @Test
    void cutsInTheStreamDoNotMatter() throws Exception {
        Cuts.check(BODY.getBytes(ISO_8859_1), Body::new, "hello wide\r\nworl|rest|true");
    }

    @Test
    void refusesAChunkWithoutEnd() {
        assertThatThrownBy(() -> Cuts.whole("FFFFFFFF\r\n".getBytes(ISO_8859_1), Body::new))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("more than 2 GiB");
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] bytes) {
        try {
            new ChunkedBody()
                    .receive(
                            ByteBuffer.wrap(bytes),
                            slice -> assertThat(slice.remaining()).isPositive());
        } catch (ProtocolException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }
}
