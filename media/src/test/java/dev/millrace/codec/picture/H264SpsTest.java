package dev.millrace.codec.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Seeds;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What no encoder at hand writes: built bit by bit. H.264, 7.3.2.1.1.
class H264SpsTest {
    private static byte[] sps(int profile, Consumer<BitWriter> rest) {
        var out = new ByteWriter();
        var bits = new BitWriter(out);
        bits.bits(0x67, 8).bits(profile, 8).bits(0, 8).bits(31, 8).ue(0);
        rest.accept(bits);
        bits.flag(true).align();
        return Emulation.prevented(out.toByteArray());
    }

    /// Frame number, order count of type 2, one reference frame: everything up to the size.
    private static BitWriter upToSize(BitWriter bits) {
        return bits.ue(0).ue(2).ue(1).flag(false);
    }

    /// 20 by 15 macroblocks of a progressive picture, neither cropped nor described.
    private static void size320x240(BitWriter bits) {
        bits.ue(19).ue(14).flag(true).flag(true).flag(false).flag(false);
    }

    @Test
    void skipsScalingLists() throws Exception {
        byte[] nalu =
                sps(
                        100,
                        bits -> {
                            bits.ue(1).ue(0).ue(0).flag(false).flag(true); // 4:2:0, matrix
                            bits.flag(false); // list 0 is the default one
                            bits.flag(true).se(-8); // list 1 ends at once: next scale is 0
                            bits.flag(true); // list 2 has 16 deltas that keep the scale above 0
                            for (int i = 0; i < 16; i++) {
                                bits.se(i % 2 == 0 ? 5 : -3);
                            }
                            bits.flag(false).flag(false).flag(false);
                            bits.flag(true); // list 6 has 64
                            for (int i = 0; i < 64; i++) {
                                bits.se(0);
                            }
                            bits.flag(false);
                            size320x240(upToSize(bits));
                        });
        H264Sps sps = H264Sps.parse(nalu);
        assertThat(List.of(sps.picture().width(), sps.picture().height()))
                .containsExactly(320, 240);
    }

    @Test
    void separatePlanesAreCroppedByThePixel() throws Exception {
        byte[] nalu =
                sps(
                        244,
                        bits -> {
                            bits.ue(3).flag(true); // 4:4:4, separate_colour_plane_flag
                            bits.ue(0).ue(0).flag(false).flag(true);
                            for (int list = 0; list < 12; list++) { // twelve lists in 4:4:4
                                bits.flag(false);
                            }
                            upToSize(bits).ue(19).ue(14).flag(true).flag(true);
                            bits.flag(true).ue(1).ue(2).ue(3).ue(4).flag(false);
                        });
        H264Sps sps = H264Sps.parse(nalu);
        assertThat(List.of(sps.picture().width(), sps.picture().height()))
                .containsExactly(320 - 3, 240 - 7);
    }

    @Test
    void readsPictureOrderOfTypeOne() throws Exception {
        byte[] nalu =
                sps(
                        77,
                        bits -> {
                            bits.ue(4).ue(1).flag(true).se(-7).se(9);
                            bits.ue(3).se(1).se(-100_000).se(3);
                            bits.ue(1).flag(false);
                            size320x240(bits);
                        });
        assertThat(H264Sps.parse(nalu).picture().height()).isEqualTo(240);
    }

    @Test
    void anySizeAndCropIsReadBack() {
        Seeds.forEach(random -> {
            int wide = random.nextInt(1, 1056);
            int high = random.nextInt(1, 500);
            boolean progressive = random.nextBoolean();
            int cropX = random.nextInt(wide * 8);
            int cropY = random.nextInt(high * 8);
            byte[] nalu =
                    sps(
                            66,
                            bits -> {
                                upToSize(bits).ue(wide - 1).ue(high - 1).flag(progressive);
                                if (!progressive) {
                                    bits.flag(false);
                                }
                                bits.flag(true).flag(true);
                                bits.ue(cropX).ue(0).ue(0).ue(cropY).flag(false);
                            });
            H264Sps sps = H264Sps.parse(nalu);
            int fields = progressive ? 1 : 2;
            assertThat(sps.picture().width()).isEqualTo(16 * wide - 2 * cropX);
            assertThat(sps.picture().height()).isEqualTo(fields * (16 * high - 2 * cropY));
        });
    }

    @Test
    void aVuiThatIsCutCostsOnlyTheFrameRate() throws Exception {
        byte[] nalu =
                sps(
                        66,
                        bits -> {
                            upToSize(bits).ue(19).ue(14).flag(true).flag(true).flag(false);
                            bits.flag(true).flag(true).bits(255, 8).bits(64, 16);
                        });
        H264Sps sps = H264Sps.parse(nalu);
        assertThat(sps.picture().width()).isEqualTo(320);
        assertThat(sps.picture().frameRate()).isEmpty();
    }

    @Test
    void aClockIsNotAFrameRate() throws Exception {
        for (int unitsInTick : new int[] {0, 1}) {
            byte[] nalu =
                    sps(
                            66,
                            bits -> {
                                upToSize(bits).ue(19).ue(14).flag(true).flag(true).flag(false);
                                bits.flag(true).bits(0, 4).flag(true); // VUI with only timing
                                bits.bits(unitsInTick, 32).bits(90_000, 32);
                            });
            assertThat(H264Sps.parse(nalu).picture().frameRate()).isEmpty();
        }
    }

    @Test
    void refusesWhatIsOutOfRange() {
        refuses(bits -> bits.ue(13)); // log2_max_frame_num_minus4
        refuses(bits -> bits.ue(0).ue(3)); // pic_order_cnt_type
        refuses(bits -> bits.ue(0).ue(1).flag(true).se(0).se(0).ue(256)); // cycle
        refuses(bits -> upToSize(bits).ue(1055)); // too wide
        refuses(bits -> upToSize(bits).ue(19).ue(1055)); // too high
        refuses(bits -> upToSize(bits).bits(0, 31).bits(-1, 32)); // 2^32 - 2 macroblocks
        refuses(bits -> upToSize(bits).ue(0).ue(0).flag(true).flag(true).flag(true).ue(8).ue(0));
        refuses(bits -> upToSize(bits).ue(0).ue(0).flag(true).flag(true).flag(true).ue(4).ue(4));
    }

    private static void refuses(Consumer<BitWriter> rest) {
        byte[] nalu = sps(66, rest.andThen(bits -> bits.bits(-1, 32).bits(-1, 32)));
        assertThatThrownBy(() -> H264Sps.parse(nalu)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesOtherUnits() {
        assertThatThrownBy(() -> H264Sps.parse(new byte[] {0x68, 1, 2, 3, 4}))
                .isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> H264Sps.parse(new byte[0])).isInstanceOf(Malformed.class);
    }

    @Test
    void profilesAndLevelsHaveNames() {
        assertThat(H264Profile.name(66, 0)).isEqualTo("Baseline");
        assertThat(H264Profile.name(100, 0x08)).isEqualTo("Progressive High");
        assertThat(H264Profile.name(100, 0x0C)).isEqualTo("Constrained High");
        assertThat(H264Profile.name(244, 0x10)).isEqualTo("High 4:4:4 Intra");
        assertThat(H264Profile.name(99, 0)).isEqualTo("profile 99");
        assertThat(H264Profile.levelName(100, 0, 9)).isEqualTo("1b");
        assertThat(H264Profile.levelName(100, 0x10, 11)).isEqualTo("1.1");
        assertThat(H264Profile.levelName(100, 0, 62)).isEqualTo("6.2");
    }
}
