package dev.millrace.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.amf.AmfValue.AmfBoolean;
import dev.millrace.amf.AmfValue.AmfDate;
import dev.millrace.amf.AmfValue.AmfEcmaArray;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfValue.AmfNumber;
import dev.millrace.amf.AmfValue.AmfObject;
import dev.millrace.amf.AmfValue.AmfReference;
import dev.millrace.amf.AmfValue.AmfStrictArray;
import dev.millrace.amf.AmfValue.AmfString;
import dev.millrace.amf.AmfValue.AmfTypedObject;
import dev.millrace.amf.AmfValue.AmfUndefined;
import dev.millrace.amf.AmfValue.AmfUnsupported;
import dev.millrace.amf.AmfValue.AmfXml;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.testkit.Hex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reader and writer together: one table of values and their bytes.
class AmfReaderTest {
    record Case(String wire, AmfValue value) {}

    static final List<Case> CASES =
            List.of(
                    new Case("00 4039000000000000", new AmfNumber(25)),
                    new Case("00 C000000000000000", new AmfNumber(-2)),
                    new Case("01 00", new AmfBoolean(false)),
                    new Case("01 01", new AmfBoolean(true)),
                    new Case("02 0004 6C697665", new AmfString("live")),
                    new Case("02 0000", new AmfString("")),
                    new Case("02 0003 E280A6", new AmfString("…")),
                    new Case("03 000009", new AmfObject(Map.of())),
                    new Case(
                            """
                            03                    // object
                            0003 617070           // "app"
                            02 0004 6C697665      // "live"
                            0001 6F               // "o"
                            03 0001 6E 05 000009  // { "n": null }
                            0000 09               // end
                            """,
                            new AmfFields()
                                    .put("app", "live")
                                    .put("o", new AmfObject(Map.of("n", AmfNull.NULL)))
                                    .toObject()),
                    new Case("05", AmfNull.NULL),
                    new Case("06", AmfUndefined.UNDEFINED),
                    new Case("07 0102", new AmfReference(258)),
                    new Case(
                            "08 00000001 0003 667073 00 4039000000000000 000009",
                            new AmfEcmaArray(Map.of("fps", new AmfNumber(25)))),
                    new Case(
                            "0A 00000002 05 01 01",
                            new AmfStrictArray(List.of(AmfNull.NULL, new AmfBoolean(true)))),
                    new Case("0A 00000000", new AmfStrictArray(List.of())),
                    new Case("0B 4039000000000000 0000", new AmfDate(25, 0)),
                    new Case("0B 4039000000000000 FFC4", new AmfDate(25, -60)),
                    new Case("0D", AmfUnsupported.UNSUPPORTED),
                    new Case("0F 00000004 3C612F3E", new AmfXml("<a/>")),
                    new Case(
                            "10 0003 437565 0001 74 00 0000000000000000 000009",
                            new AmfTypedObject("Cue", Map.of("t", new AmfNumber(0)))));

    @ParameterizedTest
    @FieldSource("CASES")
    void reads(Case c) throws Exception {
        assertThat(readAll(Hex.bytes(c.wire))).containsExactly(c.value);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void writes(Case c) {
        assertThat(written(c.value)).isEqualTo(Hex.bytes(c.wire));
    }

    @Test
    void theLongestShortStringHas65535Bytes() throws Exception {
        for (int length : new int[] {65_535, 65_536}) {
            var value = new AmfString("x".repeat(length));
            byte[] wire = written(value);
            assertThat(wire[0]).isEqualTo((byte) (length > 65_535 ? 0x0C : 0x02));
            assertThat(readAll(wire)).containsExactly(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08 00000000 0001 61 05 000009", // the count was never filled in
                "08 FFFFFFFF 0001 61 05 000009", // or is nonsense
                "08 00000001 0001 61 05", // the end marker is missing
                "08 00000001 0001 61 05 0000" // or cut off
            })
    void forgivesWhatEncodersGetWrongInArrays(String wire) throws Exception {
        assertThat(readAll(Hex.bytes(wire)))
                .containsExactly(new AmfEcmaArray(Map.of("a", AmfNull.NULL)));
    }

    @Test
    void anEmptyNameIsAName() throws Exception {
        var value = new AmfObject(Map.of("", new AmfBoolean(true)));
        assertThat(written(value)).isEqualTo(Hex.bytes("03 0000 01 01 0000 09"));
        assertThat(readAll(written(value))).containsExactly(value);
    }

    @ParameterizedTest
    @FieldSource("AMF3")
    void readsSimpleValuesOfAmf3BehindTheSwitch(Case c) throws Exception {
        assertThat(readAll(Hex.bytes(c.wire))).containsExactly(c.value);
    }

    static final List<Case> AMF3 =
            List.of(
                    new Case("11 00", AmfUndefined.UNDEFINED),
                    new Case("11 01", AmfNull.NULL),
                    new Case("11 02", new AmfBoolean(false)),
                    new Case("11 03", new AmfBoolean(true)),
                    new Case("11 04 7F", new AmfNumber(127)),
                    new Case("11 04 8100", new AmfNumber(128)),
                    new Case("11 04 BFFFFFFF", new AmfNumber((1 << 28) - 1)),
                    new Case("11 04 FFFFFFFF", new AmfNumber(-1)),
                    new Case("11 05 4039000000000000", new AmfNumber(25)),
                    new Case("11 06 09 6C697665", new AmfString("live")));

    @ParameterizedTest
    @ValueSource(strings = {"04", "0E", "09", "12", "11 0A 0B 01", "11 06 00"})
    void refusesWhatItDoesNotKnow(String wire) {
        assertThatThrownBy(() -> readAll(Hex.bytes(wire))).isInstanceOf(Unsupported.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 4039", "02 0005 6C", "0A 00000002 05", "03 0001", "0C 00000004 61"})
    void endsInTheMiddleOfAValue(String wire) {
        assertThatThrownBy(() -> readAll(Hex.bytes(wire))).isInstanceOf(Malformed.class);
    }

    @Test
    void depthHasALimit() throws Exception {
        String open = "0A 00000001 ";
        assertThat(readAll(Hex.bytes(open.repeat(32) + "05"))).hasSize(1);
        assertThatThrownBy(() -> readAll(Hex.bytes(open.repeat(33) + "05")))
                .isInstanceOf(OverLimit.class)
                .hasMessage("AMF nesting is 33, more than the limit of 32");
    }

    @Test
    void theNumberOfValuesHasALimit() throws Exception {
        byte[] wire = new byte[AmfLimit.VALUES.max() + 1];
        java.util.Arrays.fill(wire, (byte) 0x05);
        var reader = new AmfReader(new ByteReader(wire));
        for (int i = 0; i < AmfLimit.VALUES.max(); i++) {
            reader.next();
        }
        assertThatThrownBy(reader::next).isInstanceOf(OverLimit.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0A 7FFFFFFF", "0A FFFFFFFF", "0C FFFFFFFF", "0F 00100001"})
    void countsAndLengthsHaveLimits(String wire) {
        assertThatThrownBy(() -> readAll(Hex.bytes(wire))).isInstanceOf(OverLimit.class);
    }

    /// F1: any bytes are values, which come back as they are, or are refused.
    @FuzzTest(maxDuration = "5s")
    void readsBackWhatItWrote(byte[] wire) {
        List<AmfValue> values;
        try {
            values = readAll(wire);
        } catch (ProtocolException refused) {
            return;
        }
        for (AmfValue value : values) {
            assertThat(readAgain(value)).isEqualTo(value);
        }
    }

    private static AmfValue readAgain(AmfValue value) {
        try {
            return readAll(written(value)).getFirst();
        } catch (ProtocolException e) {
            throw new AssertionError(value.toString(), e);
        }
    }

    private static List<AmfValue> readAll(byte[] wire) throws ProtocolException {
        var reader = new AmfReader(new ByteReader(wire));
        List<AmfValue> values = new ArrayList<>();
        while (reader.hasNext()) {
            values.add(reader.next());
        }
        return values;
    }

    private static byte[] written(AmfValue value) {
        var out = new ByteWriter();
        AmfWriter.write(out, value);
        return out.toByteArray();
    }
}
