package dev.millrace.codec;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.Picture.Chroma;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// What an H.264 sequence parameter set says about the picture. H.264, 7.3.2.1.1 and E.1.1.
///
/// @param constraints the byte of `constraint_set0_flag` to `constraint_set5_flag`
record H264Sps(int profile, int constraints, int level, Picture picture) {
    private static final int EXTENDED_SAR = 255;

    static H264Sps ofUnknownSize(int profile, int constraints, int level) {
        return new H264Sps(profile, constraints, level, Picture.UNKNOWN);
    }

    /// The first of `sps`, as far as it makes sense; else `fallback`.
    static H264Sps describe(List<byte[]> sps, H264Sps fallback) {
        if (sps.isEmpty() || sps.getFirst().length < 4) {
            return fallback;
        }
        byte[] first = sps.getFirst();
        try {
            return parse(first);
        } catch (Malformed e) {
            return fallback;
        }
    }

    /// Reads a NAL unit. A broken VUI costs only the frame rate: players do not need it either.
    static H264Sps parse(byte[] nalu) throws Malformed {
        if (nalu.length < 4 || Nalus.type(nalu[0]) != Nalus.SPS) {
            throw new Malformed("not a sequence parameter set");
        }
        var in = new BitReader(withoutEmulationPrevention(nalu));
        in.skip(8);
        int profile = in.bits(8);
        int constraints = in.bits(8);
        int level = in.bits(8);
        ue(in, "seq_parameter_set_id", 31);
        int chromaArrayType = H264Profile.hasChromaFormat(profile) ? chromaArrayType(in) : 1;
        ue(in, "log2_max_frame_num_minus4", 12);
        skipPictureOrder(in);
        ue(in, "max_num_ref_frames", 16);
        in.skip(1); // gaps_in_frame_num_value_allowed_flag
        int macroblocksWide = side(in, "pic_width_in_mbs_minus1");
        int mapUnitsHigh = side(in, "pic_height_in_map_units_minus1");
        int fieldsPerMapUnit = in.flag() ? 1 : 2; // frame_mbs_only_flag
        if (fieldsPerMapUnit == 2) {
            in.skip(1); // mb_adaptive_frame_field_flag
        }
        in.skip(1); // direct_8x8_inference_flag
        int width = macroblocksWide * 16;
        int height = mapUnitsHigh * 16 * fieldsPerMapUnit;
        if (in.flag()) { // frame_cropping_flag
            int unitX = chromaArrayType == 1 || chromaArrayType == 2 ? 2 : 1;
            int unitY = (chromaArrayType == 1 ? 2 : 1) * fieldsPerMapUnit;
            width = cropped(in, width, unitX);
            height = cropped(in, height, unitY);
        }
        var picture =
                new Picture(width, height, 0, Chroma.UNKNOWN, Colour.UNSPECIFIED, frameRate(in));
        return new H264Sps(profile, constraints, level, picture);
    }

    String profileName() {
        return H264Profile.name(profile, constraints);
    }

    String levelName() {
        return H264Profile.levelName(profile, constraints, level);
    }

    private static int chromaArrayType(BitReader in) throws Malformed {
        int chromaFormat = ue(in, "chroma_format_idc", 3);
        boolean separatePlanes = chromaFormat == 3 && in.flag();
        ue(in, "bit_depth_luma_minus8", 6);
        ue(in, "bit_depth_chroma_minus8", 6);
        in.skip(1); // qpprime_y_zero_transform_bypass_flag
        if (in.flag()) { // seq_scaling_matrix_present_flag
            for (int list = 0; list < (chromaFormat == 3 ? 12 : 8); list++) {
                if (in.flag()) {
                    skipScalingList(in, list < 6 ? 16 : 64);
                }
            }
        }
        return separatePlanes ? 0 : chromaFormat;
    }

    /// H.264, 7.3.2.1.1.1: the list ends where the next scale becomes 0.
    private static void skipScalingList(BitReader in, int size) throws Malformed {
        int scale = 8;
        for (int i = 0; i < size && scale != 0; i++) {
            scale = scale + in.se() & 0xFF;
        }
    }

    private static void skipPictureOrder(BitReader in) throws Malformed {
        switch (ue(in, "pic_order_cnt_type", 2)) {
            case 0 -> ue(in, "log2_max_pic_order_cnt_lsb_minus4", 12);
            case 1 -> {
                in.skip(1); // delta_pic_order_always_zero_flag
                in.se(); // offset_for_non_ref_pic
                in.se(); // offset_for_top_to_bottom_field
                int cycle =
                        ue(
                                in,
                                "num_ref_frames_in_pic_order_cnt_cycle",
                                CodecLimits.H264_POC_CYCLE_MAX);
                for (int i = 0; i < cycle; i++) {
                    in.se();
                }
            }
            default -> {}
        }
    }

    private static int side(BitReader in, String what) throws Malformed {
        return ue(in, what, CodecLimits.H264_SIDE_MACROBLOCKS_MAX - 1) + 1;
    }

    private static int cropped(BitReader in, int pixels, int unit) throws Malformed {
        int most = pixels / unit;
        int crop = ue(in, "frame_crop offset", most) + ue(in, "frame_crop offset", most);
        if (crop * unit >= pixels) {
            throw new Malformed("cropping leaves nothing of %d pixels".formatted(pixels));
        }
        return pixels - crop * unit;
    }

    private static OptionalDouble frameRate(BitReader in) {
        try {
            return in.flag() ? vuiFrameRate(in) : OptionalDouble.empty();
        } catch (Malformed e) {
            return OptionalDouble.empty();
        }
    }

    /// Reads the VUI as far as the timing. H.264, E.1.1.
    private static OptionalDouble vuiFrameRate(BitReader in) throws Malformed {
        if (in.flag() && in.bits(8) == EXTENDED_SAR) { // aspect_ratio_info_present_flag
            in.skip(32);
        }
        if (in.flag()) { // overscan_info_present_flag
            in.skip(1);
        }
        if (in.flag()) { // video_signal_type_present_flag
            in.skip(4);
            in.skip(in.flag() ? 24 : 0); // colour_description_present_flag
        }
        if (in.flag()) { // chroma_loc_info_present_flag
            in.ue();
            in.ue();
        }
        if (!in.flag()) { // timing_info_present_flag
            return OptionalDouble.empty();
        }
        long unitsInTick = Integer.toUnsignedLong(in.bits(32));
        long timeScale = Integer.toUnsignedLong(in.bits(32));
        double rate = timeScale / (2.0 * unitsInTick); // a tick is a field, E.2.1
        return rate > 0 && rate <= CodecLimits.FRAME_RATE_MAX
                ? OptionalDouble.of(rate)
                : OptionalDouble.empty();
    }

    private static int ue(BitReader in, String what, int max) throws Malformed {
        int value = in.ue();
        if (value < 0 || value > max) {
            throw new Malformed(
                    "%s is %d, at most %d is allowed"
                            .formatted(what, Integer.toUnsignedLong(value), max));
        }
        return value;
    }

    /// H.264, 7.3.1: in `00 00 03` the 3 only keeps start codes out of the data.
    private static byte[] withoutEmulationPrevention(byte[] nalu) {
        byte[] data = new byte[nalu.length];
        int size = 0;
        int zeros = 0;
        for (byte b : nalu) {
            if (zeros >= 2 && b == 3) {
                zeros = 0;
                continue;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            data[size++] = b;
        }
        return Arrays.copyOf(data, size);
    }
}
