package dev.millrace.channel;

/// Measures how the publisher's audio clock and video clock come apart, against the clock on the
/// wall, and how far pictures have to move for it. Times are in microseconds.
///
/// Frames may be late but never early. So in each window the frame that is furthest ahead of its
/// arrival shows where its clock stands, whatever the network did to the others. What this says of
/// video against audio at first is how the encoder interleaves; what it becomes, slowly, is drift.
/// A publisher that sends in the order of its timestamps shows none. Belongs to its [Timeline],
/// except [#driftUs].
final class Drift {
    static final long WINDOW_US = 30_000_000;

    /// Crystals differ by a tenth of this, 29.97 and 30 pictures a second by just as much (0.1 %).
    /// What changes faster from window to window is the interleaving.
    private static final long CHANGE_US_MAX = WINDOW_US / 1000 + 10_000;

    /// People begin to notice sound that is 45 ms early or 125 ms late, and mind at 90 and 185
    /// (ITU-R BT.1359). From here on something is done.
    static final long NOTICED_US = 100_000;

    /// Pictures move by this part of the time that passes: 100 ms in 20 s, which nobody sees.
    private static final long SLEW_PART = 200;

    private long windowStartUs = Long.MIN_VALUE;
    private long videoLeadUs;
    private long audioLeadUs;
    private boolean measured;
    private long baseUs;
    private long lastSkewUs;
    private volatile long driftUs;

    private boolean correcting;
    private long correctionUs;
    private long slewedAtUs;

    Drift() {
        open(Long.MIN_VALUE);
    }

    /// Takes a frame of video.
    ///
    /// @param ownUs its time on the timeline, without correction
    /// @return whether a correction begins with it
    boolean video(long ownUs, long nowUs) {
        roll(nowUs);
        videoLeadUs = Math.max(videoLeadUs, ownUs - nowUs);
        boolean begins = !correcting && Math.abs(remainingUs()) > NOTICED_US;
        correcting |= begins;
        slew(nowUs);
        return begins;
    }

    /// Takes a frame of audio.
    void audio(long ownUs, long nowUs) {
        roll(nowUs);
        audioLeadUs = Math.max(audioLeadUs, ownUs - nowUs);
    }

    /// How far video has come ahead of audio since the beginning; negative is behind. Any thread.
    long driftUs() {
        return driftUs;
    }

    /// What has to be added to the times of pictures.
    long correctionUs() {
        return correctionUs;
    }

    private long remainingUs() {
        return driftUs + correctionUs;
    }

    private void slew(long nowUs) {
        long passedUs = Math.clamp(nowUs - slewedAtUs, 0, WINDOW_US);
        slewedAtUs = nowUs;
        if (!correcting) {
            return;
        }
        long stepUs = passedUs / SLEW_PART;
        correctionUs -= Math.clamp(remainingUs(), -stepUs, stepUs);
        correcting = remainingUs() != 0;
    }

    private void roll(long nowUs) {
        if (windowStartUs == Long.MIN_VALUE) {
            open(nowUs);
        } else if (nowUs - windowStartUs >= WINDOW_US) {
            if (videoLeadUs > Long.MIN_VALUE && audioLeadUs > Long.MIN_VALUE) {
                take(videoLeadUs - audioLeadUs);
            }
            open(nowUs);
        }
    }

    private void open(long nowUs) {
        windowStartUs = nowUs;
        videoLeadUs = Long.MIN_VALUE;
        audioLeadUs = Long.MIN_VALUE;
    }

    private void take(long skewUs) {
        long changeUs = measured ? skewUs - lastSkewUs : 0;
        if (!measured) {
            baseUs = skewUs;
        } else if (Math.abs(changeUs) > CHANGE_US_MAX) {
            baseUs += changeUs;
        }
        measured = true;
        lastSkewUs = skewUs;
        driftUs = skewUs - baseUs;
    }
}
