package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtsp.rtp.RtpPackets;

/// Puts frames into packets: the counterpart of a [Depacketiser]. Any thread.
public interface Packetiser {
    /// Most bytes of payload in a packet that may be cut where it pleases us: with all its headers
    /// it passes Ethernet, and a tunnel inside.
    int PAYLOAD_BYTES_MAX = 1_360;

    /// Writes the packets of a frame.
    ///
    /// @param frame in the form that it has on the bus
    /// @param key whether decoding may begin with it
    /// @param timestamp in the clock of the payload
    /// @throws ProtocolException if it cannot be sent; no packet of it is written then
    void packetise(byte[] frame, boolean key, int timestamp, RtpPackets out)
            throws ProtocolException;
}
