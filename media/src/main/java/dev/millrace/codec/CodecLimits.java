package dev.millrace.codec;

/// What a configuration or a frame may claim before it is taken for a mistake or an attack.
final class CodecLimits {
    /// H.264, table A-1: level 6.2 allows 139 264 macroblocks, and no side above the square root of
    /// eight times that.
    static final int H264_SIDE_MACROBLOCKS_MAX = 1055;

    /// H.264, 7.4.2.1.1: `num_ref_frames_in_pic_order_cnt_cycle` is at most 255.
    static final int H264_POC_CYCLE_MAX = 255;

    /// H.265, 7.4.3: 16 VPS, 16 SPS and 64 PPS have different numbers; some SEI may be beside them.
    static final int HEVC_PARAMETER_SETS_MAX = 128;

    /// Frames per second: level 6.2 ends at 300, and what is far above is no rate but a clock.
    static final double FRAME_RATE_MAX = 1_000;

    /// A 2 MiB frame in slices of one network packet has about 1500 NAL units.
    static final int NALUS_PER_FRAME_MAX = 8_192;

    private CodecLimits() {}
}
