package dev.millrace.rtsp.rtp;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import java.util.ArrayList;
import java.util.List;

/// Something a sender says beside its packets. RFC 3550, 6.
public sealed interface RtcpItem {
    /// What time it is in the packets. RFC 3550, 6.4.1.
    ///
    /// @param ntp seconds since 1900 in the upper half, their fraction in the lower one
    /// @param rtpTimestamp the same moment in the clock of the payload
    record SenderReport(int ssrc, long ntp, int rtpTimestamp) implements RtcpItem {
        private static final long HALF = 0xFFFF_FFFFL;

        /// Whether the sender knows the time at all; those that do not say 0.
        public boolean isTimed() {
            return ntp != 0;
        }

        /// Microseconds since 1900.
        public long ntpUs() {
            return (ntp >>> 32) * 1_000_000 + (((ntp & HALF) * 1_000_000) >>> 32);
        }
    }

    /// These senders leave. RFC 3550, 6.6.
    record Bye(List<Integer> ssrcs) implements RtcpItem {}

    /// Reads a compound packet; what is of no use to a receiver is passed over.
    static List<RtcpItem> parse(ByteReader in) throws ProtocolException {
        var items = new ArrayList<RtcpItem>();
        int packets = 0;
        while (in.hasRemaining()) {
            ProtocolException.requireAtMost(
                    "number of packets in one of RTCP", ++packets, RtpLimit.CONTROL_PACKETS_MAX);
            int first = in.u8();
            if (first >> 6 != 2) {
                throw new Unsupported("RTCP of version %d, not 2".formatted(first >> 6));
            }
            int type = in.u8();
            ByteReader body = in.slice(4 * in.u16());
            switch (type) {
                case RtcpWriter.SENDER_REPORT -> items.add(senderReport(body));
                case RtcpWriter.BYE -> items.add(bye(body, first & 0x1F));
                default -> {}
            }
        }
        return items;
    }

    private static SenderReport senderReport(ByteReader body) throws ProtocolException {
        return new SenderReport(body.i32(), body.i64(), body.i32());
    }

    private static Bye bye(ByteReader body, int count) throws ProtocolException {
        var ssrcs = new ArrayList<Integer>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(body.i32());
        }
        return new Bye(List.copyOf(ssrcs));
    }
}
