package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtsp.rtp.RtpPackets;

/// Opus: every frame is a packet as it is. RFC 7587, 4.2.
final class WholePacketiser implements Packetiser {
    /// Two minutes of Opus in one packet, which nobody makes; a packet ends at 64 KB.
    private static final int FRAME_BYTES_MAX = 60_000;

    @Override
    public void packetise(byte[] frame, boolean key, int timestamp, RtpPackets out)
            throws ProtocolException {
        ProtocolException.requireAtMost("size of a frame", frame.length, FRAME_BYTES_MAX);
        out.begin(false, timestamp, frame.length).put(frame);
    }
}
