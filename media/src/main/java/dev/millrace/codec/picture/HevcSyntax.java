package dev.millrace.codec.picture;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException.Malformed;

/// Structures inside the parameter sets of HEVC.
final class HevcSyntax {
    /// Bits of the profile and of the level of a sub-layer.
    private static final int SUB_LAYER_PROFILE_BITS = 88;

    private static final int SUB_LAYER_LEVEL_BITS = 8;

    private static final int SUB_LAYERS_MAX = 8;

    private HevcSyntax() {}

    /// `profile_tier_level`, of which only the general part is kept. H.265, 7.3.3.
    static HevcProfile profile(BitReader in, int subLayers) throws Malformed {
        HevcProfile general = HevcProfile.parse(in);
        int bits = 0;
        for (int i = 0; i < subLayers; i++) {
            bits += in.flag() ? SUB_LAYER_PROFILE_BITS : 0;
            bits += in.flag() ? SUB_LAYER_LEVEL_BITS : 0;
        }
        if (subLayers > 0) {
            in.skip(2 * (SUB_LAYERS_MAX - subLayers)); // reserved_zero_2bits
        }
        in.skip(bits);
        return general;
    }

    /// The sizes of the decoder's buffer, for all sub-layers or for the highest. H.265, 7.3.2.1.
    ///
    /// @return of the highest, `max_num_reorder_pics`
    static int subLayerOrdering(BitReader in, int subLayers) throws Malformed {
        int described = in.flag() ? subLayers + 1 : 1;
        int reordered = 0;
        for (int i = 0; i < described; i++) {
            in.ue(); // max_dec_pic_buffering_minus1
            reordered = in.ue();
            in.ue(); // max_latency_increase_plus1
        }
        return reordered;
    }

    /// `scaling_list_data`. H.265, 7.3.4.
    static void skipScalingLists(BitReader in) throws Malformed {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                skipScalingList(in, size);
            }
        }
    }

    private static void skipScalingList(BitReader in, int size) throws Malformed {
        if (!in.flag()) { // scaling_list_pred_mode_flag
            in.ue(); // the same as another list
            return;
        }
        int coefficients = Math.min(64, 1 << (4 + 2 * size));
        for (int i = size > 1 ? -1 : 0; i < coefficients; i++) {
            in.se(); // from the third size on, one for the mean comes first
        }
    }

    /// All `st_ref_pic_set`s. H.265, 7.3.7.
    static void skipReferenceSets(BitReader in) throws Malformed {
        int max = PictureLimits.HEVC_REFERENCE_SETS_MAX;
        int sets = Syntax.ue(in, "num_short_term_ref_pic_sets", max);
        int pictures = 0;
        for (int set = 0; set < sets; set++) {
            boolean predicted = set > 0 && in.flag(); // inter_ref_pic_set_prediction_flag
            pictures = predicted ? predictedPictures(in, pictures) : listedPictures(in);
        }
    }

    /// Reads a set that is made of the one before it, and counts its pictures.
    private static int predictedPictures(BitReader in, int before) throws Malformed {
        in.skip(1); // delta_rps_sign
        in.ue(); // abs_delta_rps_minus1
        int pictures = 0;
        for (int i = 0; i <= before; i++) {
            boolean used = in.flag(); // used_by_curr_pic_flag
            if (used || in.flag()) { // use_delta_flag
                pictures++;
            }
        }
        return pictures;
    }

    private static int listedPictures(BitReader in) throws Malformed {
        int max = PictureLimits.HEVC_REFERENCE_PICTURES_MAX;
        int earlier = Syntax.ue(in, "num_negative_pics", max);
        int pictures = earlier + Syntax.ue(in, "num_positive_pics", max - earlier);
        for (int i = 0; i < pictures; i++) {
            in.ue(); // delta_poc_minus1
            in.skip(1); // used_by_curr_pic_flag
        }
        return pictures;
    }
}
