package dev.millrace.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.RtmpLimit;
import dev.millrace.testkit.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateTest {
    @Test
    void partsCountTheirTimeFromTheFirst() throws Exception {
        assertThat(
                        unpacked(
                                1000,
                                """
                                09 000002 FFFFF0 00 000000 A1A2 0000000D // at 0xFFFFF0
                                08 000001 000010 01 000000 B1 0000000C   // 32 ms later
                                12 000000 FFFFE0 00 000000 0000000B      // 16 ms before the first
                                """))
                .containsExactly(
                        "type 9 at 1000 on 3: a1a2",
                        "type 8 at 1032 on 3: b1",
                        "type 18 at 984 on 3: ");
    }

    @Test
    void theLastBackLengthMayBeMissing() throws Exception {
        assertThat(unpacked(0, "08 000001 000000 00 000000 B1"))
                .containsExactly("type 8 at 0 on 3: b1");
        assertThat(unpacked(0, "08 000001 000000 00 000000 B1 0000"))
                .containsExactly("type 8 at 0 on 3: b1");
    }

    @Test
    void whatIsTooShortForAHeaderIsNoPart() throws Exception {
        assertThat(unpacked(0, "08 000001 000000 00 0000")).isEmpty();
        assertThat(unpacked(0, "")).isEmpty();
    }

    @Test
    void aPartIsNotLongerThanTheAggregate() {
        assertThatThrownBy(() -> unpacked(0, "08 000002 000000 00 000000 B1"))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void theNumberOfPartsHasALimit() throws Exception {
        String part = "08 000000 000000 00 000000 00000000";
        int max = RtmpLimit.AGGREGATE_MESSAGES.max();
        assertThat(unpacked(0, part.repeat(max))).hasSize(max);
        assertThatThrownBy(() -> unpacked(0, part.repeat(max + 1))).isInstanceOf(OverLimit.class);
    }

    private static List<String> unpacked(int timestampMs, String wire) throws ProtocolException {
        byte[] bytes = Hex.bytes("EEEE" + wire.replaceAll("//.*", ""));
        ByteBuffer body = ByteBuffer.wrap(bytes).position(2);
        List<String> parts = new ArrayList<>();
        Aggregate.unpack(
                new MessageHeader(22, timestampMs, body.remaining(), 3),
                body,
                (header, part) -> {
                    byte[] copy = new byte[part.remaining()];
                    part.get(copy);
                    parts.add(
                            "type %d at %d on %d: %s"
                                    .formatted(
                                            header.type(),
                                            header.timestampMs(),
                                            header.streamId(),
                                            Hex.text(copy)));
                });
        return parts;
    }

    /// F2: the parts of an aggregate message out of any bytes.
    @FuzzTest(maxDuration = "5s")
    void partsLieWithinTheAggregate(byte[] wire) {
        int[] bytes = {0};
        var header = new MessageHeader(22, 0, wire.length, 1);
        try {
            Aggregate.unpack(
                    header, ByteBuffer.wrap(wire), (part, body) -> bytes[0] += body.remaining());
        } catch (ProtocolException refused) {
            // What came before it was given out.
        }
        assertThat(bytes[0]).isBetween(0, wire.length);
    }
}
