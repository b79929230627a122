package dev.millrace.testcard;

import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.H264Config;
import java.util.List;

/// What a decoder must know before the first slice: Constrained Baseline, progressive 4:2:0, output
/// in decoding order, one reference picture, BT.709 colours, a fixed frame rate.
final class ParameterSets {
    static final int FRAME_NUMBER_BITS = 8;

    private static final int BASELINE = 66;
    private static final int CONSTRAINED = 0xC0; // constraint_set0_flag and constraint_set1_flag
    private static final int ORDER_OF_DECODING = 2; // pic_order_cnt_type
    private static final int SQUARE_SAMPLES = 1;
    private static final int FORMAT_UNSPECIFIED = 5;
    private static final int BT_709 = 1;

    /// `level_idc`, macroblocks per second, macroblocks per picture; table A-1.
    private static final int[][] LEVELS = {
        {10, 1_485, 99},
        {11, 3_000, 396},
        {12, 6_000, 396},
        {13, 11_880, 396},
        {21, 19_800, 792},
        {30, 40_500, 1_620},
        {31, 108_000, 3_600},
        {32, 216_000, 5_120},
        {40, 245_760, 8_192},
        {42, 522_240, 8_704},
    };

    private final TestCardSettings settings;
    private final int macroblocksWide;
    private final int macroblocksHigh;

    ParameterSets(TestCardSettings settings) {
        this.settings = settings;
        macroblocksWide = (settings.width() + 15) / 16;
        macroblocksHigh = (settings.height() + 15) / 16;
    }

    H264Config config() {
        try {
            return H264Config.of(List.of(sequence()), List.of(picture()));
        } catch (ProtocolException e) {
            throw new IllegalStateException("our own parameter sets", e);
        }
    }

    /// Sequence parameter set, 7.3.2.1.1.
    private byte[] sequence() {
        var out = new ByteWriter();
        var bits = new BitWriter(out);
        bits.bits(BASELINE, 8).bits(CONSTRAINED, 8).bits(level(), 8);
        bits.ue(0); // seq_parameter_set_id
        bits.ue(FRAME_NUMBER_BITS - 4).ue(ORDER_OF_DECODING);
        bits.ue(1).flag(false); // one reference picture, no gaps in frame_num
        bits.ue(macroblocksWide - 1).ue(macroblocksHigh - 1);
        bits.flag(true).flag(true); // frames only, direct_8x8_inference
        cropping(bits);
        bits.flag(true);
        usability(bits);
        return finish(Nal.SPS, out, bits);
    }

    private void cropping(BitWriter bits) {
        int right = macroblocksWide * 16 - settings.width();
        int bottom = macroblocksHigh * 16 - settings.height();
        bits.flag(right > 0 || bottom > 0);
        if (right > 0 || bottom > 0) {
            bits.ue(0).ue(right / 2).ue(0).ue(bottom / 2);
        }
    }

    /// Video usability information, annex E.1.1.
    private void usability(BitWriter bits) {
        bits.flag(true).bits(SQUARE_SAMPLES, 8);
        bits.flag(false); // overscan
        bits.flag(true).bits(FORMAT_UNSPECIFIED, 3).flag(false); // limited range
        bits.flag(true).bits(BT_709, 8).bits(BT_709, 8).bits(BT_709, 8);
        bits.flag(false); // chroma sample location
        // A tick is half a frame.
        bits.flag(true).bits(1, 32).bits(2 * settings.framesPerSecond(), 32).flag(true);
        bits.flag(false).flag(false).flag(false); // no HRD, no pic_struct
        bits.flag(true).flag(true).ue(0).ue(0).ue(0).ue(0);
        bits.ue(0).ue(1); // no reordering, one picture held: show each as soon as it is decoded
    }

    /// Picture parameter set, 7.3.2.2.
    private static byte[] picture() {
        var out = new ByteWriter();
        var bits = new BitWriter(out);
        bits.ue(0).ue(0).flag(false).flag(false); // ids, CAVLC, no picture order in slices
        bits.ue(0).ue(0).ue(0); // one slice group, one reference picture
        bits.flag(false).bits(0, 2); // no weighted prediction
        bits.se(Quantiser.QP - 26).se(0).se(0);
        bits.flag(true); // slices say that they are not deblocked
        bits.flag(false).flag(false);
        return finish(Nal.PPS, out, bits);
    }

    private int level() {
        int macroblocks = macroblocksWide * macroblocksHigh;
        int longest = Math.max(macroblocksWide, macroblocksHigh);
        for (int[] level : LEVELS) {
            boolean fits = macroblocks <= level[2] && longest * longest <= 8 * level[2];
            if (fits && macroblocks * settings.framesPerSecond() <= level[1]) {
                return level[0];
            }
        }
        throw new IllegalStateException("settings allow more than the last level");
    }

    private static byte[] finish(int header, ByteWriter out, BitWriter bits) {
        bits.flag(true).align();
        return Nal.of(header, out);
    }
}
