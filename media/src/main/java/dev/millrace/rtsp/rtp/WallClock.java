package dev.millrace.rtsp.rtp;

/// What the tracks of a stream share so that they stay together: which time of the server's own
/// clock is 0 on ours. RFC 3550, 6.4.1.
public final class WallClock {
    private boolean known;
    private long originUs;

    /// Where a moment lies on our timeline. The first one asked about lies where the track that
    /// asks believes it to be, and so does one that is nowhere near: the server's clock was set.
    long timeUs(long ntpUs, long believedUs) {
        boolean isFar = Math.abs(ntpUs - originUs - believedUs) > RtpLimit.SYNC_US_MAX;
        if (!known || isFar) {
            known = true;
            originUs = ntpUs - believedUs;
        }
        return ntpUs - originUs;
    }
}
