package dev.millrace.codec.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Seeds;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What no encoder at hand writes: built bit by bit. H.265, 7.3.2.2.1.
class HevcSpsTest {
    private static final Colour HLG = new Colour(9, 18, 9, false);

    private static byte[] sps(int subLayers, Consumer<BitWriter> rest) {
        var out = new ByteWriter();
        var bits = new BitWriter(out);
        bits.bits(0x4201, 16).bits(0, 4).bits(subLayers, 3).flag(true);
        profile(bits, subLayers);
        bits.ue(0);
        rest.accept(bits);
        bits.flag(true).align();
        return Emulation.prevented(out.toByteArray());
    }

    /// Main 10 of level 4.1; every other sub-layer has a profile, all have a level.
    private static void profile(BitWriter bits, int subLayers) {
        bits.bits(2, 8).bits(0x2000_0000, 32).bits(0x9000, 16).bits(0, 32).bits(123, 8);
        for (int i = 0; i < subLayers; i++) {
            bits.flag(i % 2 == 0).flag(true);
        }
        for (int i = subLayers; subLayers > 0 && i < 8; i++) {
            bits.bits(0, 2);
        }
        for (int i = 0; i < subLayers; i++) {
            if (i % 2 == 0) {
                bits.bits(0x7FFF_FFFF, 32).bits(0x7FFF_FFFF, 32).bits(0xFFFFFF, 24);
            }
            bits.bits(93, 8);
        }
    }

    /// 4:2:0, 640 by 368 of which 360 lines are seen, 10 bits.
    private static BitWriter size(BitWriter bits) {
        bits.ue(1).ue(640).ue(368).flag(true).ue(0).ue(0).ue(1).ue(3);
        return bits.ue(2).ue(2);
    }

    /// Order of pictures, sub-layer ordering of one, sizes of blocks.
    private static BitWriter upToLists(BitWriter bits) {
        bits.ue(4).flag(false).ue(4).ue(2).ue(0);
        return bits.ue(0).ue(3).ue(0).ue(3).ue(0).ue(0);
    }

    /// Colours, a default display window and 50 pictures per second.
    private static void vui(BitWriter bits) {
        bits.flag(true);
        bits.flag(true).bits(255, 8).bits(4, 16).bits(3, 16); // extended aspect ratio
        bits.flag(true).flag(true); // overscan
        bits.flag(true).bits(5, 3).flag(false).flag(true).bits(9, 8).bits(18, 8).bits(9, 8);
        bits.flag(true).ue(2).ue(2); // chroma location
        bits.bits(0, 3).flag(true).ue(1).ue(2).ue(3).ue(4);
        bits.flag(true).bits(1, 32).bits(50, 32);
    }

    @Test
    void findsItsWayThroughEverything() throws Exception {
        byte[] nalu =
                sps(
                        3,
                        bits -> {
                            size(bits).ue(4);
                            bits.flag(true); // ordering of all four sub-layers
                            for (int i = 0; i < 4 * 3; i++) {
                                bits.ue(i);
                            }
                            bits.ue(0).ue(3).ue(0).ue(3).ue(0).ue(0);
                            scalingLists(bits.flag(true).flag(true));
                            bits.flag(true).flag(true); // motion partitions, adaptive offset
                            bits.flag(true).bits(0x77, 8).ue(0).ue(2).flag(true); // PCM
                            referenceSets(bits);
                            bits.flag(true).ue(2).bits(5, 8).flag(true).bits(9, 8).flag(false);
                            vui(bits.flag(true).flag(true));
                        });
        HevcSps sps = HevcSps.parse(nalu);
        assertThat(sps.profile().profileName()).isEqualTo("Main 10");
        assertThat(sps.profile().levelName()).isEqualTo("4.1");
        assertThat(sps.picture().width()).isEqualTo(640);
        assertThat(sps.picture().height()).isEqualTo(360);
        assertThat(sps.picture().bitDepth()).isEqualTo(10);
        assertThat(sps.picture().colour()).isEqualTo(HLG);
        assertThat(sps.picture().frameRate()).hasValue(50);
    }

    /// Every list by another way: taken from another, and written out with or without a mean.
    private static void scalingLists(BitWriter bits) {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                if (matrix == 0) {
                    bits.flag(false).ue(0);
                    continue;
                }
                bits.flag(true);
                if (size > 1) {
                    bits.se(8);
                }
                for (int i = 0; i < (size == 0 ? 16 : 64); i++) {
                    bits.se(i % 2 == 0 ? 3 : -3);
                }
            }
        }
    }

    /// Three pictures; then a set made of those, of which one goes; then one made of that.
    private static void referenceSets(BitWriter bits) {
        bits.ue(3);
        bits.ue(2).ue(1).ue(0).flag(true).ue(1).flag(true).ue(0).flag(true);
        bits.flag(true).flag(true).ue(0);
        bits.flag(true).flag(true).flag(false).flag(true).flag(false).flag(false);
        bits.flag(true).flag(false).ue(1);
        bits.flag(true).flag(true).flag(true).flag(true);
    }

    @Test
    void whatIsWrongBehindTheSizeCostsOnlyColoursAndRate() throws Exception {
        byte[] tooManySets =
                sps(0, bits -> upToLists(size(bits)).flag(false).bits(0, 2).flag(false).ue(65));
        byte[] cut = sps(0, HevcSpsTest::size);
        for (byte[] nalu : new byte[][] {tooManySets, cut}) {
            Picture picture = HevcSps.parse(nalu).picture();
            assertThat(picture.height()).isEqualTo(360);
            assertThat(picture.colour()).isEqualTo(Colour.UNSPECIFIED);
            assertThat(picture.frameRate()).isEmpty();
        }
    }

    @Test
    void aClockThatIsNoRateIsIgnored() throws Exception {
        byte[] nalu =
                sps(
                        0,
                        bits -> {
                            upToLists(size(bits)).flag(false).bits(0, 2).flag(false).ue(0);
                            bits.flag(false).bits(0, 2).flag(true);
                            bits.bits(0, 4).bits(0, 3).flag(false);
                            bits.flag(true).bits(1, 32).bits(90_000, 32);
                        });
        assertThat(HevcSps.parse(nalu).picture().frameRate()).isEmpty();
    }

    @Test
    void refusesSizesThatCannotBe() {
        assertThatThrownBy(() -> HevcSps.parse(sps(0, bits -> bits.ue(1).ue(0).ue(8))))
                .hasMessage("pic_width_in_luma_samples is 0");
        assertThatThrownBy(() -> HevcSps.parse(sps(0, bits -> bits.ue(1).ue(16_889).ue(8))))
                .isInstanceOf(Malformed.class);
        assertThatThrownBy(() ->
                        HevcSps.parse(
                                sps(
                                        0,
                                        bits -> {
                                            bits.ue(1).ue(8).ue(8).flag(true);
                                            bits.ue(2).ue(2).ue(0).ue(0);
                                        })))
                .hasMessageContaining("cropping leaves nothing");
        assertThatThrownBy(() -> HevcSps.parse(new byte[] {0x40, 1, 0, 0}))
                .hasMessage("not a sequence parameter set");
    }

    @Test
    void aVideoParameterSetHasARateToo() {
        var out = new ByteWriter();
        var bits = new BitWriter(out);
        bits.bits(0x4001, 16).bits(0, 12).bits(1, 3).flag(true).bits(0xFFFF, 16);
        profile(bits, 1);
        bits.flag(true);
        for (int i = 0; i < 2 * 3; i++) {
            bits.ue(1);
        }
        bits.bits(2, 6).ue(1).bits(0b101, 3); // three layers, one set more
        bits.flag(true).bits(1001, 32).bits(60_000, 32).flag(true).align();
        byte[] vps = Emulation.prevented(out.toByteArray());
        assertThat(HevcVps.frameRate(vps)).hasValue(60_000 / 1001.0);
        assertThat(HevcVps.frameRate(new byte[] {0x40, 1, 0})).isEmpty();
        assertThat(HevcVps.frameRate(new byte[] {0x42, 1, 0})).isEmpty();
    }

    @Test
    void noDamageDoesMoreThanMalformed() {
        byte[] good = sps(1, bits -> upToLists(size(bits)).flag(true).flag(true));
        Seeds.forEach(random -> {
            byte[] nalu = new byte[64];
            random.nextBytes(nalu);
            System.arraycopy(good, 0, nalu, 0, random.nextInt(2, good.length));
            try {
                Picture picture = HevcSps.parse(nalu).picture();
                assertThat(picture.width()).isBetween(1, 16_888);
            } catch (Malformed e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            assertThat(HevcVps.frameRate(nalu)).isNotNull();
        });
    }
}
