package dev.millrace.rtsp.rtp;

import dev.millrace.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;

/// Writes what a receiver says. RFC 3550, 6.
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

    private final int ssrc;
    private final byte[] cname;

    /// @param cname a name for this receiver that no other has, at most 255 bytes. RFC 7022
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

    private void writeReport(ByteWriter out, Reception reception, long nowMs) {
        if (reception.isStarted()) {
            head(out, 1, RECEIVER_REPORT, 4 + ReportBlock.LENGTH_BYTES);
            reception.report(nowMs).write(out);
        } else {
            head(out, 0, RECEIVER_REPORT, 4);
        }
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
