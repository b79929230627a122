package dev.millrace.rtsp.rtp;

import dev.millrace.bytes.ByteWriter;

/// What a receiver says about one sender. RFC 3550, 6.4.1.
///
/// @param fractionLost of 256, since the last report
/// @param lost all in all, 24 bits with a sign
/// @param highestSequence with the times it wrapped in the upper half
/// @param jitter in the clock of the payload
/// @param lastReport the middle of the NTP time of the sender's last report; 0 if there was none
/// @param sinceLastReport since that came, in 1/65536 s
record ReportBlock(
        int ssrc,
        int fractionLost,
        int lost,
        int highestSequence,
        int jitter,
        int lastReport,
        int sinceLastReport) {
    static final int LENGTH_BYTES = 24;

    void write(ByteWriter out) {
        out.u32(ssrc).u8(fractionLost).u24(lost).u32(highestSequence);
        out.u32(jitter).u32(lastReport).u32(sinceLastReport);
    }
}
