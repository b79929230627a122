package dev.millrace.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.json.JsonException;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

final class MessagesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.250Z");

    private static final Segment SEGMENT =
            new Segment(
                    SegmentId.of(17, "seventeen".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    NOON,
                    2_000_000,
                    9,
                    3);

    static final List<EdgeMessage> OF_EDGES =
            List.of(
                    new EdgeMessage.Hello("gate 7", "0.1.0", NOON),
                    new EdgeMessage.Announce(
                            List.of(new EdgeMessage.Announced("cam", Duration.ofSeconds(4), 18))),
                    new EdgeMessage.Offer(0xFFFF_FFFFL, "cam", SEGMENT, true, false),
                    new EdgeMessage.Lost(5, "cam", SEGMENT, "the spool is full"),
                    new EdgeMessage.Settled("01JDA"),
                    new EdgeMessage.Report(
                            NOON,
                            List.of(
                                    new EdgeMessage.SourceReport(
                                            "cam",
                                            Optional.of(NOON),
                                            2,
                                            18,
                                            Optional.empty(),
                                            Optional.of(7L),
                                            1,
                                            Optional.of(NOON)))));

    static final List<ControlMessage> OF_CONTROLS =
            List.of(
                    new ControlMessage.Welcome("control", NOON),
                    new ControlMessage.Desired(
                            9,
                            List.of(
                                    new ControlMessage.Wanted(
                                            "cam",
                                            "7f0c",
                                            true,
                                            18,
                                            List.of(
                                                    new ControlMessage.WantedRecording(
                                                            "01JDA", NOON, Optional.empty()))))),
                    new ControlMessage.Send(5, 65_536),
                    new ControlMessage.Stored(5),
                    new ControlMessage.Refused(5, "it has other bytes", true));

    @ParameterizedTest
    @FieldSource("OF_EDGES")
    void whatAnEdgeSaysIsReadBack(EdgeMessage message) throws JsonException {
        assertThat(Messages.edgeMessage(Messages.text(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @FieldSource("OF_CONTROLS")
    void whatControlSaysIsReadBack(ControlMessage message) throws JsonException {
        assertThat(Messages.controlMessage(Messages.text(message))).isEqualTo(message);
    }

    @Test
    void membersOfNewerNodesArePassedOver() throws JsonException {
        var hello =
                "{\"hello\":{\"node\":\"a\",\"version\":\"9\",\"mood\":1,"
                        + "\"clock\":\"2026-11-22T12:00:00.250Z\"}}";
        assertThat(Messages.edgeMessage(hello)).isEqualTo(new EdgeMessage.Hello("a", "9", NOON));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello | no JSON",
                "[] | no JSON object",
                "{} | one member",
                "{\"a\":{},\"b\":{}} | one member",
                "{\"dance\":{}} | no message \"dance\"",
                "{\"stored\":{}} | transfer is missing",
                "{\"settled\":{}} | recording is missing",
                "{\"settled\":{\"recording\":7}} | must be a text",
                "{\"settled\":{\"recording\":\"a\"}} {} | follows",
                "{\"hello\":{\"node\":\"a\",\"version\":\"1\",\"clock\":\"noon\"}} | a time such",
                "{\"announce\":{\"sources\":[{\"name\":\"a\",\"segmentLength\":\"P9999999D\","
                        + "\"nextSequence\":0}]}} | segmentLength is"
            })
    void whatIsWrongIsNamed(String text, String words) {
        boolean ofControl = text.contains("stored");
        assertThatThrownBy(
                        () -> {
                            if (ofControl) {
                                Messages.controlMessage(text);
                            } else {
                                Messages.edgeMessage(text);
                            }
                        })
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(words);
    }

    /// Numbers and times that nobody could count on from.
    @ParameterizedTest
    @CsvSource({
        "1000000000000000000, 2026-11-22T12:00:00Z, sequence is 1000000000000000000",
        "9223372036854775807, 2026-11-22T12:00:00Z, sequence is",
        "7, +1000000000-12-31T23:59:59Z, start is",
        "7, -1000000000-01-01T00:00:00Z, start is"
    })
    void aSegmentHasANumberAndATime(String sequence, String start, String words) {
        String text =
                Messages.text(new EdgeMessage.Lost(5, "cam", SEGMENT, "gone"))
                        .replace(
                                "\"sequence\":" + SEGMENT.id().sequence(),
                                "\"sequence\":" + sequence)
                        .replace(SEGMENT.start().toString(), start);
        assertThatThrownBy(() -> Messages.edgeMessage(text))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aPieceSaysToWhichTransferItBelongs() throws JsonException {
        ByteBuffer piece = Messages.piece(0xFFFF_FFF0L, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(Messages.transfer(piece)).isEqualTo(0xFFFF_FFF0L);
        assertThat(piece).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void aPieceIsNeitherTooShortNorTooLong() {
        assertThatThrownBy(() -> Messages.transfer(ByteBuffer.allocate(3)))
                .isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Messages.transfer(ByteBuffer.allocate(65_541)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("4 to 65540");
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        try {
            EdgeMessage read = Messages.edgeMessage(text);
            assertThat(Messages.edgeMessage(Messages.text(read))).isEqualTo(read);
        } catch (JsonException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
        try {
            ControlMessage read = Messages.controlMessage(text);
            assertThat(Messages.controlMessage(Messages.text(read))).isEqualTo(read);
        } catch (JsonException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
