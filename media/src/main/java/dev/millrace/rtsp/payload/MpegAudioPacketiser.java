package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.BytesOut;
import dev.millrace.rtsp.rtp.RtpPackets;

/// MP3 and its older layers, one frame in one packet or in several. RFC 2250, 3.5.
///
/// ```
///  | u16 0 | u16 where in the frame | frame, or a piece of it
/// ```
final class MpegAudioPacketiser implements Packetiser {
    private static final int ROOM_BYTES = PAYLOAD_BYTES_MAX - 4;

    @Override
    public void packetise(byte[] frame, boolean key, int timestamp, RtpPackets out) {
        for (int at = 0; at < frame.length; at += ROOM_BYTES) {
            int length = Math.min(ROOM_BYTES, frame.length - at);
            BytesOut packet = out.begin(false, timestamp, 4 + length);
            packet.put(new ByteWriter(4).u16(0).u16(at).toByteArray());
            packet.put(frame, at, length);
        }
    }
}
