package dev.millrace.codec.picture;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.OptionalDouble;

/// The video usability information of H.264 (E.1.1) and HEVC (E.2.1), as far as colour and timing.
/// Players do not need it, so if its end is missing or broken the beginning still holds.
record Vui(Colour colour, OptionalDouble frameRate) {
    static final Vui NONE = new Vui(Colour.UNSPECIFIED, OptionalDouble.empty());

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
        try {
            if (in.flag()) {
                colour = colour(in);
                skipToTiming(in, hevc);
                frameRate = frameRate(in, hevc ? 1 : 2); // a tick of H.264 is a field, E.2.1
            }
        } catch (Malformed e) {
            // what was read so far holds
        }
        return new Vui(colour, frameRate);
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
        return Syntax.frameRate(timeScale, (double) ticksPerFrame * unitsInTick);
    }
}
