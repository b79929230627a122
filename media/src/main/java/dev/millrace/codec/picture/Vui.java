package dev.millrace.codec.picture;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// The video usability information of H.264 (E.1.1) and HEVC (E.2.1), as far as colour, timing, and
/// of H.264 the order of pictures. Players do not need it, so if its end is missing or broken the
/// beginning still holds.
///
/// @param reorderedFrames `max_num_reorder_frames` of H.264, if it is there
record Vui(Colour colour, OptionalDouble frameRate, OptionalInt reorderedFrames) {
    static final Vui NONE =
            new Vui(Colour.UNSPECIFIED, OptionalDouble.empty(), OptionalInt.empty());

    private static final int EXTENDED_SAR = 255;

    /// Reads a flag and, if it says so, the VUI of an H.264 parameter set.
    static Vui ofH264(BitReader in) {
        return read(in, false);
    }

    /// Reads a flag and, if it says so, the VUI of an HEVC parameter set.
    static Vui ofHevc(BitReader in) {
        return read(in, true);
    }

    private static Vui read(BitReader in, boolean hevc) {
        var colour = Colour.UNSPECIFIED;
        var frameRate = OptionalDouble.empty();
        var reordered = OptionalInt.empty();
        try {
            if (in.flag()) {
                colour = colour(in);
                skipToTiming(in, hevc);
                frameRate = frameRate(in, hevc ? 1 : 2); // a tick of H.264 is a field, E.2.1
                reordered = hevc ? OptionalInt.empty() : reorderedFrames(in);
            }
        } catch (Malformed e) {
            // what was read so far holds
        }
        return new Vui(colour, frameRate, reordered);
    }

    private static Colour colour(BitReader in) throws Malformed {
        if (in.flag() && in.bits(8) == EXTENDED_SAR) { // aspect_ratio_info_present_flag
            in.skip(32);
        }
        if (in.flag()) { // overscan_info_present_flag
            in.skip(1);
        }
        var colour = Colour.UNSPECIFIED;
        if (in.flag()) { // video_signal_type_present_flag
            in.skip(3); // video_format
            boolean fullRange = in.flag();
            colour =
                    in.flag() // colour_description_present_flag
                            ? new Colour(in.bits(8), in.bits(8), in.bits(8), fullRange)
                            : new Colour(2, 2, 2, fullRange);
        }
        return colour;
    }

    private static void skipToTiming(BitReader in, boolean hevc) throws Malformed {
        if (in.flag()) { // chroma_loc_info_present_flag
            in.ue();
            in.ue();
        }
        if (hevc) {
            in.skip(3); // neutral_chroma_indication, field_seq, frame_field_info_present
            if (in.flag()) { // default_display_window_flag
                for (int side = 0; side < 4; side++) {
                    in.ue();
                }
            }
        }
    }

    private static OptionalDouble frameRate(BitReader in, int ticksPerFrame) throws Malformed {
        if (!in.flag()) { // timing_info_present_flag
            return OptionalDouble.empty();
        }
        long unitsInTick = Integer.toUnsignedLong(in.bits(32));
        long timeScale = Integer.toUnsignedLong(in.bits(32));
        if (ticksPerFrame == 2) {
            in.skip(1); // fixed_frame_rate_flag, which HEVC has not
        }
        return Syntax.frameRate(timeScale, (double) ticksPerFrame * unitsInTick);
    }

    /// What stands behind the timing of H.264, up to `max_num_reorder_frames`.
    private static OptionalInt reorderedFrames(BitReader in) throws Malformed {
        boolean nal = in.flag(); // nal_hrd_parameters_present_flag
        if (nal) {
            skipHrd(in);
        }
        boolean vcl = in.flag(); // vcl_hrd_parameters_present_flag
        if (vcl) {
            skipHrd(in);
        }
        in.skip(nal || vcl ? 2 : 1); // low_delay_hrd_flag, pic_struct_present_flag
        if (!in.flag()) { // bitstream_restriction_flag
            return OptionalInt.empty();
        }
        in.skip(1); // motion_vectors_over_pic_boundaries_flag
        for (int i = 0; i < 4; i++) { // sizes of pictures and macroblocks, lengths of vectors
            in.ue();
        }
        int max = PictureLimits.REORDERED_PICTURES_MAX;
        return OptionalInt.of(Syntax.ue(in, "max_num_reorder_frames", max));
    }

    /// `hrd_parameters`. H.264, E.1.2.
    private static void skipHrd(BitReader in) throws Malformed {
        int count = 1 + Syntax.ue(in, "cpb_cnt_minus1", PictureLimits.H264_CPB_COUNT_MAX - 1);
        in.skip(4 + 4); // bit_rate_scale, cpb_size_scale
        for (int i = 0; i < count; i++) {
            in.ue();
            in.ue();
            in.skip(1); // cbr_flag
        }
        in.skip(4 * 5); // lengths of delays and of the time offset
    }
}
