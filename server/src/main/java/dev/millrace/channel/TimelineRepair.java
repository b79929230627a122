package dev.millrace.channel;

import java.util.Locale;

/// Why a publisher's time had to be changed. One frame may be repaired for more than one reason.
public enum TimelineRepair {
    /// Its counter of 24, 31, 32 or 33 bits came to its end. Nothing moves on the timeline.
    CLOCK_WRAP("encoder's clock wrapped around"),
    /// Its clock was set back, or the encoder began anew. The stream goes on one frame later.
    CLOCK_BACK("encoder's clock jumped back"),
    /// Its clock was set ahead, by more than the time that really passed. The same.
    CLOCK_AHEAD("encoder's clock jumped ahead"),
    /// Frames come and their times stay the same. The stream goes on as frames arrive.
    CLOCK_STILL("encoder's clock stands still"),
    /// Two frames of a track have the same time. The second goes a millisecond later.
    DTS_EQUAL("encoder sends equal DTS"),
    /// A frame is before the one ahead of it. It goes a millisecond later than that.
    DTS_BACK("encoder sends DTS that go back"),
    /// A picture is to be shown before it is decoded. Decoding moves ahead for good; what is shown,
    /// and beside which sound, stays.
    DTS_AFTER_PTS("encoder sends DTS after PTS"),
    /// A picture is to be shown more than ten seconds after it is decoded. It is shown at once.
    PTS_FAR("encoder sends PTS far after DTS"),
    /// Audio and video are seconds apart when they begin. They begin together.
    TRACKS_APART("encoder's audio and video have clocks of their own"),
    /// A track begins before what was sent of it. It waits, a millisecond per frame, until it has
    /// caught up.
    OVERLAP("encoder's times overlap those sent before"),
    /// Audio and video have come apart slowly. Pictures move, half a per cent faster or slower,
    /// until they are together again.
    DRIFT("encoder's audio and video clocks drift apart");

    private final String words;

    TimelineRepair(String words) {
        this.words = words;
    }

    /// Its name in the API and on `/metrics`: `dts_after_pts`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What is wrong, for people: `encoder sends DTS after PTS`.
    public String words() {
        return words;
    }
}
