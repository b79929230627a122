package dev.millrace.rtsp.rtp;

import java.util.PriorityQueue;

/// Finds when frames are decoded, of which RTP says only when they are shown.
///
/// Frames come in the order of decoding. If at most `d` of them are decoded before one that is
/// shown before them, then of the frames so far all but the `d` that are shown last have nothing
/// new before them: the next of these times is the decoding time. So the times that come out are
/// those of showing, in order, `d` frames late; at the beginning, where there are none yet, they
/// lie a frame apart in front of the first.
///
/// `d` is what the configuration says (H.264, E.2.1, `max_num_reorder_frames`; H.265,
/// `sps_max_num_reorder_pics`). Most cameras say nothing and have 0; where that turns out wrong, by
/// a frame that is shown before one whose time has come out, it becomes one more. Times always
/// grow, whatever comes in, and none is below 0.
public final class DecodingOrder {
    /// H.264, A.3.1: no decoder keeps more frames.
    public static final int DEPTH_MAX = 16;

    /// RTMP and FLV count in milliseconds; closer frames would fall together there.
    private static final long STEP_US_MIN = 1_000;

    private static final long FRAME_US_DEFAULT = 40_000;

    private final PriorityQueue<Long> waiting = new PriorityQueue<>();
    private int depth;
    private long frameUs = FRAME_US_DEFAULT;
    private boolean started;
    private long lastDtsUs;

    /// The last time of showing that came out, since the configuration was known as it is.
    private long shownUs = Long.MIN_VALUE;

    /// What a new configuration says.
    ///
    /// @param frames how many are decoded before one that is shown before them, 0 to [#DEPTH_MAX]
    /// @param framesPerSecond 0 if unknown
    public void configure(int frames, double framesPerSecond) {
        depth = Math.clamp(frames, 0, DEPTH_MAX);
        frameUs = framesPerSecond >= 1 ? (long) (1_000_000 / framesPerSecond) : FRAME_US_DEFAULT;
        restart();
    }

    /// Frames are missing; the next one depends on none before it.
    public void restart() {
        waiting.clear();
        shownUs = Long.MIN_VALUE;
    }

    /// The decoding time of the next frame, in microseconds.
    ///
    /// @param ptsUs when it is shown
    public long dtsUs(long ptsUs) {
        if (ptsUs < shownUs && depth < DEPTH_MAX) {
            depth++;
            shownUs = Long.MIN_VALUE;
        }
        waiting.add(ptsUs);
        long dtsUs;
        if (waiting.size() > depth) {
            dtsUs = waiting.remove();
            shownUs = dtsUs;
        } else {
            dtsUs = waiting.element() - (depth + 1 - waiting.size()) * frameUs;
        }
        lastDtsUs = Math.max(dtsUs, started ? lastDtsUs + STEP_US_MIN : 0);
        started = true;
        return lastDtsUs;
    }
}
