package dev.millrace.codec.picture;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.OptionalDouble;

/// What an HEVC video parameter set says that is not said elsewhere. H.265, 7.3.2.1.
public final class HevcVps {
    private static final int NAL_UNIT_TYPE = 32;
    private static final int HEADER_BYTES = 2;

    private HevcVps() {}

    /// Frames per second, if the NAL unit makes sense and has them.
    public static OptionalDouble frameRate(byte[] nalu) {
        try {
            return parse(nalu);
        } catch (Malformed e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble parse(byte[] nalu) throws Malformed {
        if (nalu.length <= HEADER_BYTES || (nalu[0] >> 1 & 0x3F) != NAL_UNIT_TYPE) {
            throw new Malformed("not a video parameter set");
        }
        BitReader in = Syntax.reader(nalu, HEADER_BYTES);
        in.skip(4 + 2 + 6); // id, base layer, vps_max_layers_minus1
        int subLayers = in.bits(3); // without the highest
        in.skip(1 + 16); // vps_temporal_id_nesting_flag, vps_reserved_0xffff_16bits
        HevcSyntax.profile(in, subLayers);
        HevcSyntax.subLayerOrdering(in, subLayers);
        int layers = in.bits(6) + 1; // vps_max_layer_id
        int max = PictureLimits.HEVC_LAYER_SETS_MAX - 1;
        int layerSets = Syntax.ue(in, "vps_num_layer_sets_minus1", max);
        in.skip(layerSets * layers); // layer_id_included_flag
        if (!in.flag()) { // vps_timing_info_present_flag
            return OptionalDouble.empty();
        }
        double unitsInTick = Integer.toUnsignedLong(in.bits(32));
        return Syntax.frameRate(Integer.toUnsignedLong(in.bits(32)), unitsInTick);
    }
}
