package dev.millrace.codec.picture;

/// What a parameter set may claim before it is taken for a mistake or an attack.
final class PictureLimits {
    /// H.264, table A-1: level 6.2 allows 139 264 macroblocks, and no side above the square root of
    /// eight times that.
    static final int H264_SIDE_MACROBLOCKS_MAX = 1055;

    /// H.264, 7.4.2.1.1: `num_ref_frames_in_pic_order_cnt_cycle` is at most 255.
    static final int H264_POC_CYCLE_MAX = 255;

    /// H.264, E.2.2: `cpb_cnt_minus1` is at most 31.
    static final int H264_CPB_COUNT_MAX = 32;

    /// H.264, A.3.1, and H.265, A.4.2: no decoder keeps more pictures than 16.
    static final int REORDERED_PICTURES_MAX = 16;

    /// H.265, table A.8: level 6.2 allows 35 651 584 samples, and no side above the square root of
    /// eight times that.
    static final int HEVC_SIDE_MAX = 16_888;

    /// H.265, 7.4.3.2.1: `num_short_term_ref_pic_sets`.
    static final int HEVC_REFERENCE_SETS_MAX = 64;

    /// H.265, 7.4.8: no more pictures of a set than the decoder keeps, A.4.2.
    static final int HEVC_REFERENCE_PICTURES_MAX = 16;

    /// H.265, 7.4.3.2.1: `num_long_term_ref_pics_sps`.
    static final int HEVC_LONG_TERM_PICTURES_MAX = 32;

    /// H.265, 7.4.3.1: `vps_num_layer_sets_minus1`.
    static final int HEVC_LAYER_SETS_MAX = 1024;

    /// Frames per second: level 6.2 ends at 300, and what is far above is no rate but a clock.
    static final double FRAME_RATE_MAX = 1_000;

    private PictureLimits() {}
}
