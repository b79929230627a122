package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.BytesOut;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtsp.rtp.RtpPackets;

/// AAC as `mpeg4-generic`, one frame in one packet or in several. RFC 3640, mode AAC-hbr.
///
/// ```
///  | u16 length in bits: 16 | size, 13 bits | index 0, 3 bits | frame, or a piece of it
/// ```
final class AacPacketiser implements Packetiser {
    /// The description's parameters of this form.
    static final String PARAMETERS =
            "streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;"
                    + "indexdeltalength=3;config=";

    private static final int FRAME_BYTES_MAX = (1 << 13) - 1;
    private static final int HEAD_BITS = 16;
    private static final int ROOM_BYTES = PAYLOAD_BYTES_MAX - 4;

    @Override
    public void packetise(byte[] frame, boolean key, int timestamp, RtpPackets out)
            throws ProtocolException {
        ProtocolException.requireAtMost("size of an AAC frame", frame.length, FRAME_BYTES_MAX);
        byte[] head = new ByteWriter(4).u16(HEAD_BITS).u16(frame.length << 3).toByteArray();
        for (int at = 0; at < frame.length; at += ROOM_BYTES) {
            int length = Math.min(ROOM_BYTES, frame.length - at);
            boolean isLast = at + length == frame.length;
            BytesOut packet = out.begin(isLast, timestamp, head.length + length);
            packet.put(head);
            packet.put(frame, at, length);
        }
    }
}
