package dev.millrace.flv;

import dev.millrace.codec.Codec;
import dev.millrace.codec.HevcConfig;

/// How tags name the codecs that the FLV specification has no number for. Those it has one for are
/// named by it in either form.
public enum FlvForm {
    /// As was usual before enhanced RTMP: HEVC has the number 12, others cannot be carried.
    LEGACY,

    /// By four characters. Enhanced RTMP v2.
    ENHANCED;

    /// Whether this form has a name for the codec.
    public boolean carries(Codec codec) {
        return this == ENHANCED || codec instanceof HevcConfig || !needsFourCc(codec);
    }

    /// Whether the codec's name is one of four characters.
    boolean usesFourCc(Codec codec) {
        return this == ENHANCED && needsFourCc(codec);
    }

    /// Whether the two forms of the codec differ.
    public static boolean needsFourCc(Codec codec) {
        return FourCc.of(codec).filter(name -> !name.hasNumber()).isPresent();
    }
}
