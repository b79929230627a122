package dev.millrace.gateway.rtsp;

import dev.millrace.rtsp.message.RtspMessage;
import dev.millrace.rtsp.rtp.RtpPackets;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Between the messages of the connection. RFC 2326, 10.12.
///
/// @param channel of RTP
/// @param controlChannel of RTCP
record TcpTransport(RtspOutput output, int channel, int controlChannel) implements Transport {
    @Override
    public void send(RtpPackets packets) throws IOException, InterruptedException {
        output.packets(packets.interleaved());
    }

    @Override
    public void control(byte[] packet) throws IOException, InterruptedException {
        output.packets(ByteBuffer.wrap(new RtspMessage.Packet(controlChannel, packet).encode()));
    }

    @Override
    public String header() {
        return "RTP/AVP/TCP;unicast;interleaved=%d-%d".formatted(channel, controlChannel);
    }

    @Override
    public boolean isPaced() {
        return false;
    }

    /// Who does not take what is sent is noticed at once.
    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public void close() {
        // the connection goes on
    }
}
