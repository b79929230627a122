package dev.millrace.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfValue.AmfUndefined;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Hex;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CommandTest {
    record Case(String wire, Command command) {
        @Override
        public String toString() {
            return command.name();
        }
    }

    static final List<Case> CASES =
            List.of(
                    new Case(
                            """
                            02 0007 636F6E6E656374          // "connect"
                            00 3FF0000000000000             // 1
                            03 0003 617070 02 0004 6C697665 // { app: "live" }
                            000009
                            """,
                            Command.of(
                                    "connect", 1, new AmfFields().put("app", "live").toObject())),
                    new Case(
                            """
                            02 000C 63726561746553747265616D // "createStream"
                            00 4010000000000000              // 4
                            05                               // null
                            """,
                            Command.of("createStream", 4, AmfNull.NULL)),
                    new Case(
                            """
                            02 0007 7075626C697368 // "publish"
                            00 4014000000000000    // 5
                            05                     // null
                            02 0003 63616D         // "cam"
                            02 0004 6C697665       // "live"
                            """,
                            Command.of(
                                    "publish",
                                    5,
                                    AmfNull.NULL,
                                    AmfValue.of("cam"),
                                    AmfValue.of("live"))),
                    new Case(
                            """
                            02 0007 5F726573756C74 // "_result"
                            00 4000000000000000    // 2
                            05 06                  // null, undefined
                            """,
                            Command.of("_result", 2, AmfNull.NULL, AmfUndefined.UNDEFINED)));

    @ParameterizedTest
    @FieldSource("CASES")
    void decodes(Case c) throws Exception {
        assertThat(decoded(c.wire)).isEqualTo(c.command);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void encodes(Case c) {
        var out = new ByteWriter();
        c.command.encode(out);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes(c.wire));
    }

    @Test
    void argumentsThatAreNotThereAreUndefined() throws Exception {
        Command command = decoded("02 0001 61");
        assertThat(command.transactionId()).isZero();
        assertThat(command.argument(0)).isEqualTo(AmfUndefined.UNDEFINED);
        assertThat(command.text(1)).isEmpty();
        assertThat(command.number(1, -2)).isEqualTo(-2);
    }

    @Test
    void whatIsBeyondUsEndsTheArguments() throws Exception {
        Command command = decoded("02 0001 61 00 0000000000000000 05 02 0001 62 11 0A0B01 05");
        assertThat(command).isEqualTo(Command.of("a", 0, AmfNull.NULL, AmfValue.of("b")));
    }

    @Test
    void aCommandHasAName() {
        assertThatThrownBy(() -> decoded("00 0000000000000000")).isInstanceOf(Malformed.class);
    }

    private static Command decoded(String wire) throws Exception {
        return Command.decode(new ByteReader(Hex.bytes(wire)));
    }

    /// A bomb of 32 KB would be some megabytes of objects, kept while the connection lasts.
    @Test
    void aCommandHasFewValues() {
        String bomb = "02 0007 636F6E6E656374 00 3FF0000000000000 03" + "0001 61 05".repeat(2_000);
        assertThatThrownBy(() -> Command.decode(new ByteReader(Hex.bytes(bomb))))
                .isInstanceOf(ProtocolException.OverLimit.class);
    }

    /// F1: a command out of any bytes is the same when it is written and read again.
    @FuzzTest(maxDuration = "5s")
    void readsBackWhatItWrote(byte[] wire) throws ProtocolException {
        Command command;
        try {
            command = Command.decode(new ByteReader(wire));
        } catch (ProtocolException refused) {
            return;
        }
        var out = new ByteWriter();
        command.encode(out);
        assertThat(Command.decode(new ByteReader(out.toByteArray()))).isEqualTo(command);
    }
}
