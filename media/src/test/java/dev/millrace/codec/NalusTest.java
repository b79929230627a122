package dev.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NalusTest {
    private static List<String> units(Nalus nalus, byte[] bytes) throws ProtocolException {
        var units = new ArrayList<String>();
        while (nalus.next()) {
            byte[] unit = new byte[nalus.length()];
            System.arraycopy(bytes, nalus.offset(), unit, 0, unit.length);
            assertThat(nalus.type()).isEqualTo(unit[0] & 0x1F);
            units.add(Hex.text(unit));
        }
        return units;
    }

    private static List<String> lengthPrefixed(String hex, int lengthSize) throws Exception {
        byte[] bytes = Hex.bytes(hex);
        return units(Nalus.lengthPrefixed(bytes, 0, bytes.length, lengthSize), bytes);
    }

    private static List<String> annexB(String hex) throws Exception {
        byte[] bytes = Hex.bytes(hex);
        return units(Nalus.annexB(bytes, 0, bytes.length), bytes);
    }

    private static List<String> frame(String hex) throws Exception {
        byte[] bytes = Hex.bytes(hex);
        return units(Nalus.ofFrame(bytes, 0, bytes.length, 4), bytes);
    }

    @Test
    void walksOverLengths() throws Exception {
        assertThat(lengthPrefixed("00000002 09F0 00000001 65", 4)).containsExactly("09f0", "65");
        assertThat(lengthPrefixed("0002 09F0 0000 0001 65", 2)).containsExactly("09f0", "65");
        assertThat(lengthPrefixed("02 09F0 00 00 01 65 00", 1)).containsExactly("09f0", "65");
        assertThat(lengthPrefixed("", 4)).isEmpty();
    }

    @Test
    void walksOverStartCodes() throws Exception {
        assertThat(annexB("00000001 09F0 000001 65 000003 88 00000000 01 41"))
                .containsExactly("09f0", "6500000388", "41");
        assertThat(annexB("000001 65 0000")).containsExactly("65"); // trailing zeros
        assertThat(annexB("000001 000001 65")).containsExactly("65"); // an empty unit
        assertThat(annexB("AABB 000001 65")).containsExactly("65"); // the end of another one
        assertThat(annexB("0000")).isEmpty();
        assertThat(annexB("000001")).isEmpty();
    }

    @Test
    void seesOnlyItsRange() throws Exception {
        byte[] bytes = Hex.bytes("FF 00000001 65 FF");
        assertThat(units(Nalus.lengthPrefixed(bytes, 1, 5, 4), bytes)).containsExactly("65");
        assertThat(units(Nalus.annexB(bytes, 1, 5), bytes)).containsExactly("65");
        assertThatThrownBy(() -> Nalus.annexB(bytes, 1, 7))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000002 65", "FFFFFFFF 65", "80000000", "00000001 65 00", "00"})
    void lengthsPastTheEndAreMalformed(String hex) {
        assertThatThrownBy(() -> lengthPrefixed(hex, 4)).isInstanceOf(Malformed.class);
    }

    @Test
    void unitsInFrontOfAWrongLengthAreGood() throws Exception {
        byte[] bytes = Hex.bytes("01 65 09 41");
        Nalus nalus = Nalus.lengthPrefixed(bytes, 0, bytes.length, 1);
        assertThat(nalus.next()).isTrue();
        assertThatThrownBy(nalus::next).hasMessage("NAL unit of 9 bytes with 1 left in the frame");
    }

    @Test
    void anEndlessNumberOfUnitsIsRefused() {
        byte[] bytes = new byte[2 * (CodecLimits.NALUS_PER_FRAME_MAX + 1)];
        Arrays.fill(bytes, (byte) 1);
        assertThatThrownBy(() -> units(Nalus.lengthPrefixed(bytes, 0, bytes.length, 1), bytes))
                .isInstanceOf(OverLimit.class);
    }

    @Test
    void aFrameWithStartCodesInsteadOfLengthsIsUnderstood() throws Exception {
        assertThat(frame("00000001 09F0 00000001 6588")).containsExactly("09f0", "6588");
        assertThat(frame("000001 6588 000001 4188")).containsExactly("6588", "4188");
    }

    @Test
    void aFrameWhoseLengthsLookLikeStartCodesIsUnderstoodToo() throws Exception {
        assertThat(frame("00000001 65 00000001 41")).containsExactly("65", "41");
        byte[] unit = new byte[0x0000_0165]; // its length begins like a short start code
        unit[0] = 0x41;
        byte[] bytes = new ByteWriter().u32(unit.length).bytes(unit).toByteArray();
        assertThat(units(Nalus.ofFrame(bytes, 0, bytes.length, 4), bytes)).hasSize(1);
    }

    @Test
    void garbageIsNotTakenForStartCodes() {
        assertThatThrownBy(() -> frame("DEADBEEF 000001 65")).isInstanceOf(Malformed.class);
    }

    @Test
    void onlyThreeSizesOfLengthsExist() {
        assertThatThrownBy(() -> Nalus.lengthPrefixed(new byte[4], 0, 4, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bothFormsCarryTheSameUnits() {
        Seeds.forEach(random -> {
            List<byte[]> units = randomUnits(random);
            var prefixed = new ByteWriter();
            units.forEach(unit -> prefixed.u32(unit.length).bytes(unit));
            byte[] first = prefixed.toByteArray();
            var startCodes = new ByteWriter();
            for (Nalus nalus = Nalus.ofFrame(first, 0, first.length, 4); nalus.next(); ) {
                nalus.writeAnnexB(startCodes);
            }
            byte[] second = startCodes.toByteArray();
            var back = new ByteWriter();
            for (Nalus nalus = Nalus.annexB(second, 0, second.length); nalus.next(); ) {
                nalus.writeLengthPrefixed(back);
            }
            assertThat(back.toByteArray()).isEqualTo(first);
        });
    }

    /// Units as encoders make them: no start code inside, no zero at the end.
    private static List<byte[]> randomUnits(Random random) {
        var units = new ArrayList<byte[]>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            byte[] unit = new byte[random.nextInt(1, 70_000) >> random.nextInt(16) | 1];
            random.nextBytes(unit);
            for (int at = 0; at < unit.length; at++) {
                unit[at] |= 0x10;
            }
            units.add(unit);
        }
        return units;
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] bytes) {
        for (int lengthSize : new int[] {1, 2, 4}) {
            try {
                units(Nalus.ofFrame(bytes, 0, bytes.length, lengthSize), bytes);
            } catch (ProtocolException e) {
                assertThat(e).hasMessageContaining("NAL unit");
            }
        }
    }
}
