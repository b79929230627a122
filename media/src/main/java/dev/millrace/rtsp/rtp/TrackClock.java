package dev.millrace.rtsp.rtp;

import dev.millrace.media.MediaTime;
import dev.millrace.media.TimestampUnwrapper;
import org.jspecify.annotations.Nullable;

/// Makes microseconds of the timestamps of one track.
///
/// Timestamps begin anywhere (RFC 3550, 5.1). Where they begin on our timeline the server may say
/// when it begins to play (`RTP-Info`), else the first packet's arrival does. Afterwards the
/// sender's reports say how they lie against the [WallClock] that all tracks share; what is wrong
/// by then, or goes wrong because clocks drift, is corrected slowly, so that no time is before the
/// one in front of it. A jump is taken for another clock, which begins when it arrives.
public final class TrackClock {
    /// A second is made longer or shorter by this part of it until the error is gone.
    private static final int CORRECTION_PART = 16;

    /// Reports are no more exact than this; nobody sees or hears it.
    private static final long TOLERATED_US = 5_000;

    private final int rateHz;
    private final WallClock wall;
    private TimestampUnwrapper timestamps = new TimestampUnwrapper(32);
    private boolean started;
    private boolean emitted;
    private long baseTicks;
    private long baseUs;
    private long correctionUs;
    private long wantedCorrectionUs;
    private long highestUs;
    private long lastUs;
    private long lastArrivalUs;
    private RtcpItem.@Nullable SenderReport early;

    public TrackClock(int rateHz, WallClock wall) {
        this.rateHz = rateHz;
        this.wall = wall;
    }

    /// The server says at which time this timestamp is. Does nothing once frames came.
    public void beginAt(int rtpTimestamp, long us) {
        if (!emitted) {
            begin(rtpTimestamp, us);
        }
    }

    /// The time of a frame, in microseconds.
    ///
    /// @param nowUs since the stream began to play, as it arrived
    public long timeUs(int rtpTimestamp, long nowUs) {
        if (!started) {
            begin(rtpTimestamp, emitted ? onUs(nowUs) : nowUs);
            if (early != null) {
                report(early);
            }
        }
        long raw = rawUs(rtpTimestamp);
        if (isJump(raw, nowUs)) {
            begin(rtpTimestamp, emitted ? onUs(nowUs) : nowUs);
            raw = rawUs(rtpTimestamp);
        }
        correct(raw);
        emitted = true;
        lastUs = raw + correctionUs;
        lastArrivalUs = nowUs;
        return lastUs;
    }

    /// What comes next is of another sender, with a clock of its own.
    public void restart() {
        started = false;
        early = null;
    }

    /// The sender says what time it is.
    public void report(RtcpItem.SenderReport report) {
        if (!report.isTimed()) {
            return;
        }
        if (!started) {
            early = report;
            return;
        }
        long rawUs = baseUs + ticksToUs(untilNow(report.rtpTimestamp()) - baseTicks);
        long believedUs = rawUs + correctionUs;
        long errorUs = wall.timeUs(report.ntpUs(), believedUs) - believedUs;
        if (Math.abs(errorUs) > TOLERATED_US) {
            wantedCorrectionUs = correctionUs + errorUs;
        }
        if (!emitted) {
            correctionUs = wantedCorrectionUs;
        }
    }

    private void begin(int rtpTimestamp, long us) {
        timestamps = new TimestampUnwrapper(32);
        baseTicks = timestamps.unwrap(Integer.toUnsignedLong(rtpTimestamp));
        baseUs = us;
        highestUs = us;
        correctionUs = 0;
        wantedCorrectionUs = 0;
        started = true;
    }

    /// Where the timeline is when a new clock begins: on by the time that passed.
    private long onUs(long nowUs) {
        return lastUs + Math.max(0, nowUs - lastArrivalUs);
    }

    private long rawUs(int rtpTimestamp) {
        long ticks = timestamps.unwrap(Integer.toUnsignedLong(rtpTimestamp));
        return baseUs + ticksToUs(ticks - baseTicks);
    }

    /// A report may be about a moment that no packet has reached; it does not move the counter.
    private long untilNow(int rtpTimestamp) {
        long highestTicks = baseTicks + usToTicks(highestUs - baseUs);
        return highestTicks + (rtpTimestamp - (int) highestTicks);
    }

    private boolean isJump(long rawUs, long nowUs) {
        long before = emitted ? lastUs : nowUs;
        long jumpUs = rawUs + correctionUs - before;
        long backUs = emitted ? RtpLimit.JUMP_BACK_US_MAX : RtpLimit.JUMP_US_MAX;
        return jumpUs > RtpLimit.JUMP_US_MAX || jumpUs < -backUs;
    }

    /// As much of the correction as the time that has passed allows.
    private void correct(long rawUs) {
        long passedUs = Math.max(0, rawUs - highestUs);
        highestUs = Math.max(highestUs, rawUs);
        long mostUs = passedUs / CORRECTION_PART;
        correctionUs += Math.clamp(wantedCorrectionUs - correctionUs, -mostUs, mostUs);
    }

    private long ticksToUs(long ticks) {
        return Math.floorDiv(ticks, rateHz) * MediaTime.US_PER_SECOND
                + MediaTime.samplesToUs(Math.floorMod(ticks, rateHz), rateHz);
    }

    private long usToTicks(long us) {
        return Math.floorDiv(us, MediaTime.US_PER_SECOND) * rateHz
                + Math.floorMod(us, MediaTime.US_PER_SECOND) * rateHz / MediaTime.US_PER_SECOND;
    }
}
