package dev.millrace.rtsp.rtp;

/// What a sender may make us hold, wait for or believe.
public final class RtpLimit {
    /// Packets that wait for one before them: a tenth of a second of a 4K camera is about 300.
    static final int HELD_PACKETS_MAX = 512;

    /// How long they wait. On a network with more disorder than that nothing is live.
    static final int HELD_MS_MAX = 100;

    /// RFC 3550, A.1, `MAX_DROPOUT`: a sequence that jumps further ahead began anew.
    static final int AHEAD_PACKETS_MAX = 3_000;

    /// RFC 3550, A.1, `MAX_MISORDER`: one that falls further back did too.
    static final int BEHIND_PACKETS_MAX = 512;

    /// RFC 3550, 6.1: a compound packet of a server has a report, a description and a farewell.
    static final int CONTROL_PACKETS_MAX = 32;

    /// Timestamps that jump further are of another clock.
    static final long JUMP_US_MAX = 10_000_000;

    /// And if they jump back further, too; frames that are shown earlier than those in front of
    /// them go back by less.
    static final long JUMP_BACK_US_MAX = 2_000_000;

    /// What the server's wall clock says of two tracks is not believed beyond this.
    static final long SYNC_US_MAX = 10_000_000;

    /// RFC 3550, 6.2: how often a receiver reports.
    public static final long REPORT_INTERVAL_MS = 5_000;

    private RtpLimit() {}
}
