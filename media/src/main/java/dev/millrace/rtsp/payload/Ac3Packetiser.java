package dev.millrace.rtsp.payload;

import dev.millrace.bytes.BytesOut;
import dev.millrace.rtsp.rtp.RtpPackets;

/// AC-3, one frame in one packet or in several. RFC 4184, 4.1.
///
/// ```
///  | 0, 6 bits | kind, 2 bits | u8 number of packets of this frame | frame, or a piece of it
/// ```
final class Ac3Packetiser implements Packetiser {
    private static final int WHOLE = 0;
    private static final int FIRST_LARGE = 1;
    private static final int FIRST_SMALL = 2;
    private static final int LATER = 3;
    private static final int ROOM_BYTES = PAYLOAD_BYTES_MAX - 2;

    @Override
    public void packetise(byte[] frame, boolean key, int timestamp, RtpPackets out) {
        int pieces = Math.ceilDiv(frame.length, ROOM_BYTES);
        for (int at = 0; at < frame.length; at += ROOM_BYTES) {
            int length = Math.min(ROOM_BYTES, frame.length - at);
            boolean isLast = at + length == frame.length;
            BytesOut packet = out.begin(isLast, timestamp, 2 + length);
            packet.put(new byte[] {(byte) kind(frame.length, at), (byte) pieces});
            packet.put(frame, at, length);
        }
    }

    /// The first five eighths of a frame can be decoded by themselves.
    private static int kind(int frameBytes, int at) {
        if (frameBytes <= ROOM_BYTES) {
            return WHOLE;
        }
        if (at > 0) {
            return LATER;
        }
        return 8 * ROOM_BYTES >= 5 * frameBytes ? FIRST_LARGE : FIRST_SMALL;
    }
}
