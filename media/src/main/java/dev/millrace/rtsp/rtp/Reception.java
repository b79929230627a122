package dev.millrace.rtsp.rtp;

import dev.millrace.media.TimestampUnwrapper;

/// What a receiver reports about the packets of one sender. RFC 3550, 6.4.1, A.3 and A.8.
public final class Reception {
    private static final long LOST_MAX = 0x7F_FFFF;

    private final int clockRateHz;
    private TimestampUnwrapper numbers = new TimestampUnwrapper(16);
    private boolean started;
    private int ssrc;
    private long first;
    private long highest;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private int lastTransit;
    private double jitter;
    private int senderReport;
    private long senderReportAtMs = Long.MIN_VALUE;

    public Reception(int clockRateHz) {
        this.clockRateHz = clockRateHz;
    }

    public boolean isStarted() {
        return started;
    }

    public void packet(RtpPacket packet, long nowMs) {
        if (!started || packet.ssrc() != ssrc) {
            begin(packet);
        }
        long number = numbers.unwrap(packet.sequence());
        highest = Math.max(highest, number);
        received++;
        int arrival = (int) (nowMs * clockRateHz / 1_000);
        int transit = arrival - packet.timestamp();
        if (received > 1) {
            jitter += (Math.abs((double) (transit - lastTransit)) - jitter) / 16;
        }
        lastTransit = transit;
    }

    public void senderReport(RtcpItem.SenderReport report, long nowMs) {
        senderReport = (int) (report.ntp() >>> 16);
        senderReportAtMs = nowMs;
    }

    /// Packets that were sent and did not come, so far. Late ones and those that came twice make it
    /// smaller.
    public long lost() {
        return started ? highest - first + 1 - received : 0;
    }

    /// The block about this sender; counts anew from here.
    ReportBlock report(long nowMs) {
        long expected = highest - first + 1;
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        int fraction =
                expectedNow <= 0 || lostNow <= 0
                        ? 0
                        : (int) Math.min(255, 256 * lostNow / expectedNow);
        boolean heard = senderReportAtMs != Long.MIN_VALUE;
        return new ReportBlock(
                ssrc,
                fraction,
                (int) Math.clamp(lost(), -LOST_MAX - 1, LOST_MAX),
                (int) highest,
                (int) jitter,
                heard ? senderReport : 0,
                heard ? (int) ((nowMs - senderReportAtMs) * 65_536 / 1_000) : 0);
    }

    private void begin(RtpPacket packet) {
        started = true;
        ssrc = packet.ssrc();
        numbers = new TimestampUnwrapper(16);
        first = numbers.unwrap(packet.sequence());
        highest = first;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        jitter = 0;
    }
}
