package dev.millrace.codec.picture;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What an HEVC sequence parameter set says. H.265, 7.3.2.2.1 and E.2.1.
///
/// @param reorderedFrames how many frames at most are decoded before one that is shown before them,
///   if that can be read
public record HevcSps(HevcProfile profile, Picture picture, OptionalInt reorderedFrames) {
    private static final int NAL_UNIT_TYPE = 33;
    private static final int HEADER_BYTES = 2;

    /// What stands behind the bit depth of brightness.
    private record Rest(OptionalInt reorderedFrames, Vui vui) {}

    /// Reads a NAL unit with its header. Whatever is wrong behind the size costs only colours and
    /// frame rate.
    public static HevcSps parse(byte[] nalu) throws Malformed {
        if (nalu.length <= HEADER_BYTES || (nalu[0] >> 1 & 0x3F) != NAL_UNIT_TYPE) {
            throw new Malformed("not a sequence parameter set");
        }
        BitReader in = Syntax.reader(nalu, HEADER_BYTES);
        in.skip(4); // sps_video_parameter_set_id
        int subLayers = in.bits(3); // without the highest
        in.skip(1); // sps_temporal_id_nesting_flag
        HevcProfile profile = HevcSyntax.profile(in, subLayers);
        Syntax.ue(in, "sps_seq_parameter_set_id", 15);
        int chromaFormat = Syntax.ue(in, "chroma_format_idc", 3);
        in.skip(chromaFormat == 3 ? 1 : 0); // separate_colour_plane_flag
        int width = side(in, "pic_width_in_luma_samples");
        int height = side(in, "pic_height_in_luma_samples");
        if (in.flag()) { // conformance_window_flag
            boolean halfWidth = chromaFormat == 1 || chromaFormat == 2;
            width = Syntax.cropped(in, width, halfWidth ? 2 : 1);
            height = Syntax.cropped(in, height, chromaFormat == 1 ? 2 : 1);
        }
        int bitDepth = 8 + Syntax.ue(in, "bit_depth_luma_minus8", 8);
        Rest rest = rest(in, subLayers);
        var picture =
                new Picture(
                        width,
                        height,
                        bitDepth,
                        Chroma.ofFormat(chromaFormat),
                        rest.vui.colour(),
                        rest.vui.frameRate());
        return new HevcSps(profile, picture, rest.reorderedFrames);
    }

    /// The same with this frame rate, unless it says one itself.
    public HevcSps orRate(OptionalDouble rate) {
        return new HevcSps(profile, picture.orRate(rate), reorderedFrames);
    }

    private static int side(BitReader in, String what) throws Malformed {
        int side = Syntax.ue(in, what, PictureLimits.HEVC_SIDE_MAX);
        if (side == 0) {
            throw new Malformed(what + " is 0");
        }
        return side;
    }

    /// Reads everything between the bit depth of brightness and the VUI, and that.
    private static Rest rest(BitReader in, int subLayers) {
        var reordered = OptionalInt.empty();
        try {
            Syntax.ue(in, "bit_depth_chroma_minus8", 8);
            int orderBits = 4 + Syntax.ue(in, "log2_max_pic_order_cnt_lsb_minus4", 12);
            int pictures = HevcSyntax.subLayerOrdering(in, subLayers);
            if (pictures >= 0 && pictures <= PictureLimits.REORDERED_PICTURES_MAX) {
                reordered = OptionalInt.of(pictures);
            }
            for (int i = 0; i < 6; i++) { // sizes of blocks and depths of trees
                in.ue();
            }
            boolean scaled = in.flag(); // scaling_list_enabled_flag
            if (scaled && in.flag()) { // sps_scaling_list_data_present_flag
                HevcSyntax.skipScalingLists(in);
            }
            in.skip(2); // amp_enabled_flag, sample_adaptive_offset_enabled_flag
            if (in.flag()) { // pcm_enabled_flag
                in.skip(8);
                in.ue();
                in.ue();
                in.skip(1);
            }
            HevcSyntax.skipReferenceSets(in);
            skipLongTermPictures(in, orderBits);
            in.skip(2); // sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag
            return new Rest(reordered, Vui.ofHevc(in));
        } catch (Malformed e) {
            return new Rest(reordered, Vui.NONE);
        }
    }

    private static void skipLongTermPictures(BitReader in, int orderBits) throws Malformed {
        if (in.flag()) { // long_term_ref_pics_present_flag
            int max = PictureLimits.HEVC_LONG_TERM_PICTURES_MAX;
            int count = Syntax.ue(in, "num_long_term_ref_pics_sps", max);
            in.skip(count * (orderBits + 1));
        }
    }
}
