package dev.millrace.codec;

/// What a configuration or a frame may claim before it is taken for a mistake or an attack.
final class CodecLimits {
    /// H.265, 7.4.3: 16 VPS, 16 SPS and 64 PPS have different numbers; some SEI may be beside them.
    static final int HEVC_PARAMETER_SETS_MAX = 128;

    /// A 2 MiB frame in slices of one network packet has about 1500 NAL units.
    static final int NALUS_PER_FRAME_MAX = 8_192;

    private CodecLimits() {}
}
