package dev.millrace.gateway.rtsp;

import dev.millrace.rtsp.rtp.RtpPackets;
import java.io.IOException;

/// How the packets of one track go to a viewer. Packets belong to the viewer's thread; the rest is
/// for any.
interface Transport extends AutoCloseable {
    /// Sends all packets that there are, and returns when they are gone.
    void send(RtpPackets packets) throws IOException, InterruptedException;

    /// Sends a packet of RTCP.
    void control(byte[] packet) throws IOException, InterruptedException;

    /// What the client is told of it, in the header `Transport`.
    String header();

    /// Whether nothing tells us how fast packets may be sent.
    boolean isPaced();

    /// Looks whether the client has said anything since this was asked last. Does not wait.
    boolean isAlive();

    @Override
    void close();
}
