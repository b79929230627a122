package dev.millrace.bench.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bench.testing.Cuts;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.flv.FlvTag;
import dev.millrace.flv.FlvWriter;
import dev.millrace.media.TrackKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlvSkimmerTest {
    private static Cuts.Parser parser() {
        return new Seen(sink -> new FlvSkimmer(sink)::receive);
    }

    @Test
    void cutsInTheStreamDoNotMatter() throws Exception {
        var wire = new ByteWriter();
        var flv = new FlvWriter(wire);
        flv.fileHeader(true, true);
        flv.tag(new FlvTag(TrackKind.DATA, 0, new byte[] {2, 0, 1}));
        flv.tag(new FlvTag(TrackKind.VIDEO, 40, new byte[] {0x17, 1, 0, 0, 0, 9}));
        flv.tag(new FlvTag(TrackKind.AUDIO, 0xFFFF_FFF0L, new byte[0]));
        flv.tag(new FlvTag(TrackKind.VIDEO, 0x0123_4567, new byte[300]));
        Cuts.check(
                wire.toByteArray(),
                FlvSkimmerTest::parser,
                List.of(
                        "type 18 at 0 ms, 3 bytes: 020001",
                        "type 9 at 40 ms, 6 bytes: 170100000009",
                        "type 8 at 4294967280 ms, 0 bytes: ",
                        "type 9 at 19088743 ms, 300 bytes: " + "00".repeat(256)));
    }

    @Test
    void refusesWhatIsNoFlv() {
        byte[] html = "<html><body>".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> Cuts.whole(html, FlvSkimmerTest::parser))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("not with \"FLV\"");
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] bytes) {
        try {
            new FlvSkimmer(head -> assertThat(head.isWhole()).isTrue())
                    .receive(ByteBuffer.wrap(bytes));
        } catch (ProtocolException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }
}
