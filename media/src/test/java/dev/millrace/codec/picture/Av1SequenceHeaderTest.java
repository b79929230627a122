package dev.millrace.codec.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What no encoder at hand writes: built bit by bit. AV1, 5.5.
class Av1SequenceHeaderTest {
    private static Av1SequenceHeader parse(Consumer<BitWriter> header) throws Malformed {
        var out = new ByteWriter();
        var bits = new BitWriter(out);
        header.accept(bits);
        bits.flag(true).align();
        return Av1SequenceHeader.parse(out.toByteArray());
    }

    /// 1280 by 720, in 11 and 10 bits.
    private static BitWriter size(BitWriter bits) {
        return bits.bits(10, 4).bits(9, 4).bits(1279, 11).bits(719, 10);
    }

    @Test
    void findsItsWayThroughEverything() throws Exception {
        Av1SequenceHeader header =
                parse(bits -> {
                    bits.bits(2, 3).flag(false).flag(false);
                    bits.flag(true).bits(1001, 32).bits(60_000, 32).flag(true).ue(1);
                    bits.flag(true).bits(9, 5).bits(90_000, 32).bits(7, 5).bits(7, 5);
                    bits.flag(true).bits(1, 5); // display delay; two operating points
                    bits.bits(0, 12).bits(13, 5).flag(true);
                    bits.flag(true).bits(0, 21).flag(true).bits(5, 4);
                    bits.bits(0, 12).bits(4, 5).flag(false).flag(false);
                    size(bits).flag(true).bits(0, 7); // frame ids
                    bits.bits(0, 3).bits(0, 4).flag(true).bits(0, 2);
                    bits.flag(false).flag(true).flag(false).flag(true); // screen content
                    bits.bits(6, 3).bits(0, 3);
                    bits.flag(true).flag(true).flag(false); // 12 bits, coloured
                    bits.flag(true).bits(9, 8).bits(16, 8).bits(9, 8).flag(false);
                    bits.flag(true).flag(false); // 4:2:2
                });
        assertThat(header.level()).isEqualTo(13);
        assertThat(header.highTier()).isTrue();
        Picture picture = header.picture();
        assertThat(picture.width()).isEqualTo(1280);
        assertThat(picture.height()).isEqualTo(720);
        assertThat(picture.bitDepth()).isEqualTo(12);
        assertThat(picture.chroma()).isEqualTo(Chroma.YUV_422);
        assertThat(picture.colour()).isEqualTo(new Colour(9, 16, 9, false));
        assertThat(picture.frameRate()).hasValue(30_000 / 1001.0);
    }

    @Test
    void readsTheReducedHeaderOfAStillPictureAndRgb() throws Exception {
        Av1SequenceHeader header =
                parse(bits -> {
                    bits.bits(1, 3).flag(true).flag(true).bits(8, 5);
                    size(bits).bits(0, 3).bits(0, 3);
                    bits.flag(true).flag(true).bits(1, 8).bits(13, 8).bits(0, 8);
                });
        assertThat(header.level()).isEqualTo(8);
        assertThat(header.picture().bitDepth()).isEqualTo(10);
        assertThat(header.picture().chroma()).isEqualTo(Chroma.YUV_444);
        assertThat(header.picture().colour()).isEqualTo(new Colour(1, 13, 0, true));
    }

    @Test
    void findsItBehindOtherUnits() {
        String delimiter = "12 00 ";
        String extended = "3E 08 8100 " + "00".repeat(128); // a tile group with a long size
        String header = "0A 0B 0000000CC4FF6736BE4010";
        byte[] obus = Hex.bytes(delimiter + extended.replace("8100", "8001") + header);
        assertThat(Av1SequenceHeader.find(obus, 0)).get().extracting("level").isEqualTo(1);
        byte[] unsized = Hex.bytes("08 0000000CC4FF6736BE4010");
        assertThat(Av1SequenceHeader.find(unsized, 0)).isPresent();
        assertThat(Av1SequenceHeader.find(Hex.bytes(delimiter), 0)).isEmpty();
        assertThat(Av1SequenceHeader.find(Hex.bytes("0A 0B 00"), 0)).isEmpty();
        assertThat(Av1SequenceHeader.find(Hex.bytes("0A FFFFFFFF00"), 0)).isEmpty();
    }

    @Test
    void noDamageEscapes() {
        byte[] good = Hex.bytes("0A 0E 000000043CFFBC02F85091209040");
        Seeds.forEach(random -> {
            byte[] obus = good.clone();
            obus[random.nextInt(obus.length)] = (byte) random.nextInt();
            obus[random.nextInt(obus.length)] = (byte) random.nextInt();
            Av1SequenceHeader.find(obus, 0)
                    .ifPresent(
                            header -> assertThat(header.picture().width()).isBetween(1, 1 << 16));
        });
    }
}
