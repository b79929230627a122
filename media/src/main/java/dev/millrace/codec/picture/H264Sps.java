package dev.millrace.codec.picture;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.OptionalInt;

/// What an H.264 sequence parameter set says. H.264, 7.3.2.1.1 and E.1.1.
///
/// @param constraints the byte of `constraint_set0_flag` to `constraint_set5_flag`
/// @param reorderedFrames how many frames at most are decoded before one that is shown before them,
///   if it says so
public record H264Sps(
        int profile, int constraints, int level, Picture picture, OptionalInt reorderedFrames) {
    private static final int NAL_UNIT_TYPE = 7;
    private static final int BASELINE = 66;
    private static final int ORDER_OF_OUTPUT = 2;

    /// Profile, constraints and level in front of everything else.
    private static final int HEAD_BYTES = 4;

    /// In pixels, after cropping.
    private record Size(int width, int height) {}

    /// How the samples are stored.
    private record Samples(Chroma chroma, int bitDepth, boolean separatePlanes) {
        static final Samples USUAL = new Samples(Chroma.YUV_420, 8, false);

        /// `CropUnitX`, H.264, 7.4.2.1.1.
        int cropUnitX() {
            return !separatePlanes && (chroma == Chroma.YUV_420 || chroma == Chroma.YUV_422)
                    ? 2
                    : 1;
        }

        /// `CropUnitY` of a picture that is not interlaced.
        int cropUnitY() {
            return chroma == Chroma.YUV_420 ? 2 : 1;
        }
    }

    /// Reads a NAL unit with its header. A broken VUI costs only colours and frame rate.
    public static H264Sps parse(byte[] nalu) throws Malformed {
        if (nalu.length < HEAD_BYTES || (nalu[0] & 0x1F) != NAL_UNIT_TYPE) {
            throw new Malformed("not a sequence parameter set");
        }
        BitReader in = Syntax.reader(nalu, 1);
        int profile = in.bits(8);
        int constraints = in.bits(8);
        int level = in.bits(8);
        Syntax.ue(in, "seq_parameter_set_id", 31);
        Samples samples = H264Profile.hasChromaFormat(profile) ? samples(in) : Samples.USUAL;
        Syntax.ue(in, "log2_max_frame_num_minus4", 12);
        int orderType = pictureOrderType(in);
        Syntax.ue(in, "max_num_ref_frames", 16);
        in.skip(1); // gaps_in_frame_num_value_allowed_flag
        Size size = size(in, samples);
        Vui vui = Vui.ofH264(in);
        boolean inOrder = orderType == ORDER_OF_OUTPUT || profile == BASELINE;
        return new H264Sps(
                profile,
                constraints,
                level,
                picture(size, samples, vui),
                inOrder ? OptionalInt.of(0) : vui.reorderedFrames());
    }

    /// The profile as people write it.
    public String profileName() {
        return H264Profile.name(profile, constraints);
    }

    /// The level as people write it.
    public String levelName() {
        return H264Profile.levelName(profile, constraints, level);
    }

    private static Samples samples(BitReader in) throws Malformed {
        int chromaFormat = Syntax.ue(in, "chroma_format_idc", 3);
        boolean separatePlanes = chromaFormat == 3 && in.flag();
        int bitDepth = 8 + Syntax.ue(in, "bit_depth_luma_minus8", 6);
        Syntax.ue(in, "bit_depth_chroma_minus8", 6);
        in.skip(1); // qpprime_y_zero_transform_bypass_flag
        if (in.flag()) { // seq_scaling_matrix_present_flag
            for (int list = 0; list < (chromaFormat == 3 ? 12 : 8); list++) {
                if (in.flag()) {
                    skipScalingList(in, list < 6 ? 16 : 64);
                }
            }
        }
        return new Samples(Chroma.ofFormat(chromaFormat), bitDepth, separatePlanes);
    }

    /// H.264, 7.3.2.1.1.1: the list ends where the next scale becomes 0.
    private static void skipScalingList(BitReader in, int size) throws Malformed {
        int scale = 8;
        for (int i = 0; i < size && scale != 0; i++) {
            scale = scale + in.se() & 0xFF;
        }
    }

    /// Reads `pic_order_cnt_type` and what belongs to it.
    private static int pictureOrderType(BitReader in) throws Malformed {
        int type = Syntax.ue(in, "pic_order_cnt_type", ORDER_OF_OUTPUT);
        switch (type) {
            case 0 -> Syntax.ue(in, "log2_max_pic_order_cnt_lsb_minus4", 12);
            case 1 -> {
                in.skip(1); // delta_pic_order_always_zero_flag
                in.se(); // offset_for_non_ref_pic
                in.se(); // offset_for_top_to_bottom_field
                int max = PictureLimits.H264_POC_CYCLE_MAX;
                int cycle = Syntax.ue(in, "num_ref_frames_in_pic_order_cnt_cycle", max);
                for (int i = 0; i < cycle; i++) {
                    in.se();
                }
            }
            default -> {}
        }
        return type;
    }

    private static Size size(BitReader in, Samples samples) throws Malformed {
        int width = 16 * side(in, "pic_width_in_mbs_minus1");
        int height = 16 * side(in, "pic_height_in_map_units_minus1");
        int fieldsPerMapUnit = in.flag() ? 1 : 2; // frame_mbs_only_flag
        if (fieldsPerMapUnit == 2) {
            in.skip(1); // mb_adaptive_frame_field_flag
        }
        height *= fieldsPerMapUnit;
        in.skip(1); // direct_8x8_inference_flag
        if (in.flag()) { // frame_cropping_flag
            width = Syntax.cropped(in, width, samples.cropUnitX());
            height = Syntax.cropped(in, height, samples.cropUnitY() * fieldsPerMapUnit);
        }
        return new Size(width, height);
    }

    private static Picture picture(Size size, Samples samples, Vui vui) {
        return new Picture(
                size.width,
                size.height,
                samples.bitDepth,
                samples.chroma,
                vui.colour(),
                vui.frameRate());
    }

    private static int side(BitReader in, String what) throws Malformed {
        return Syntax.ue(in, what, PictureLimits.H264_SIDE_MACROBLOCKS_MAX - 1) + 1;
    }
}
