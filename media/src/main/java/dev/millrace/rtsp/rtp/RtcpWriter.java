package dev.millrace.rtsp.rtp;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.media.MediaTime;
import java.nio.charset.StandardCharsets;

/// Writes what a sender or a receiver says. RFC 3550, 6.
///
/// ```
///  0   2   3       8      16       32
///  +---+---+-------+------+--------+------+---
///  | 2 | 0 | count | type | length | SSRC | …     the length in words of four bytes, less one
///  +---+---+-------+------+--------+------+---
/// ```
public final class RtcpWriter {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int BYE = 203;

    private static final int CNAME = 1;
    private static final int SENDER_REPORT_BYTES = 24;

    private final int ssrc;
    private final byte[] cname;

    /// @param cname a name for this side that no other has, at most 255 bytes. RFC 7022
    public RtcpWriter(int ssrc, String cname) {
        this.ssrc = ssrc;
        this.cname = cname.getBytes(StandardCharsets.UTF_8);
    }

    /// A report and who makes it, as one packet.
    public byte[] report(Reception reception, long nowMs) {
        var out = new ByteWriter(96);
        writeReport(out, reception, nowMs);
        return out.toByteArray();
    }

    /// The last report: we leave.
    public byte[] bye(Reception reception, long nowMs) {
        var out = new ByteWriter(96);
        writeReport(out, reception, nowMs);
        head(out, 1, BYE, 4);
        return out.toByteArray();
    }

    /// What a sender says: what time it is in its packets, and how many there were.
    ///
    /// @param ntpUs microseconds since 1900
    /// @param timestamp the same moment in the clock of the payload
    public byte[] senderReport(RtpPackets sent, long ntpUs, int timestamp) {
        var out = new ByteWriter(96);
        writeSenderReport(out, sent, ntpUs, timestamp);
        return out.toByteArray();
    }

    /// The last report of a sender: nothing follows.
    public byte[] senderBye(RtpPackets sent, long ntpUs, int timestamp) {
        var out = new ByteWriter(96);
        writeSenderReport(out, sent, ntpUs, timestamp);
        head(out, 1, BYE, 4);
        return out.toByteArray();
    }

    private void writeSenderReport(ByteWriter out, RtpPackets sent, long ntpUs, int timestamp) {
        head(out, 0, SENDER_REPORT, SENDER_REPORT_BYTES);
        long fraction = (ntpUs % MediaTime.US_PER_SECOND << 32) / MediaTime.US_PER_SECOND;
        out.u32(ntpUs / MediaTime.US_PER_SECOND).u32(fraction).u32(timestamp);
        out.u32(sent.count()).u32(sent.payloadBytes());
        writeName(out);
    }

    private void writeReport(ByteWriter out, Reception reception, long nowMs) {
        if (reception.isStarted()) {
            head(out, 1, RECEIVER_REPORT, 4 + ReportBlock.LENGTH_BYTES);
            reception.report(nowMs).write(out);
        } else {
            head(out, 0, RECEIVER_REPORT, 4);
        }
        writeName(out);
    }

    private void writeName(ByteWriter out) {
        int text = 4 + 2 + cname.length;
        int padded = (text + 4) / 4 * 4; // at least one byte of 0 ends the list, 6.5
        head(out, 1, SOURCE_DESCRIPTION, padded);
        out.u8(CNAME).u8(cname.length).bytes(cname);
        out.bytes(new byte[padded - text]);
    }

    private void head(ByteWriter out, int count, int type, int bodyBytes) {
        out.u8(2 << 6 | count).u8(type).u16(bodyBytes / 4).u32(ssrc);
    }
}
