package dev.millrace.rtsp.payload;

import dev.millrace.rtsp.rtp.RtpPackets;

/// G.711: samples, which may be cut anywhere. RFC 3551, 4.5.14.
///
/// @param channels bytes of a sample of all of them
record SamplesPacketiser(int channels) implements Packetiser {
    @Override
    public void packetise(byte[] frame, boolean key, int timestamp, RtpPackets out) {
        for (int at = 0; at < frame.length; at += PAYLOAD_BYTES_MAX) {
            int length = Math.min(PAYLOAD_BYTES_MAX, frame.length - at);
            out.begin(false, timestamp + at / channels, length).put(frame, at, length);
        }
    }
}
