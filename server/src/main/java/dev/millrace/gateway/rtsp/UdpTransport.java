package dev.millrace.gateway.rtsp;

import dev.millrace.rtsp.rtp.RtpPackets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// As datagrams, from a port of our own and the one above it. They go to the address that the
/// connection comes from and to no other, whatever the client asks for.
final class UdpTransport implements Transport {
    /// So many datagrams leave at once, and the next ones a moment later: what receives them holds
    /// some 200 KB by default. That is some 150 Mbit/s.
    private static final int BURST = 16;

    private static final Duration PAUSE = Duration.ofMillis(1);

    /// What is looked at in one go of what came.
    private static final int HEARD_MAX = 64;

    private final PortPair ports;
    private final InetSocketAddress rtpTo;
    private final InetSocketAddress rtcpTo;
    private final LongAdder bytesOut;

    private UdpTransport(
            PortPair ports, InetSocketAddress rtpTo, InetSocketAddress rtcpTo, LongAdder bytesOut) {
        this.ports = ports;
        this.rtpTo = rtpTo;
        this.rtcpTo = rtcpTo;
        this.bytesOut = bytesOut;
    }

    /// Opens the ports.
    ///
    /// @param local which of our addresses packets come from
    /// @param bytesOut told what is sent
    static UdpTransport open(
            InetAddress local,
            InetSocketAddress rtpTo,
            InetSocketAddress rtcpTo,
            LongAdder bytesOut)
            throws IOException {
        PortPair ports = PortPair.open(local);
        ports.rtcp().configureBlocking(false);
        return new UdpTransport(ports, rtpTo, rtcpTo, bytesOut);
    }

    @Override
    public void send(RtpPackets packets) throws IOException, InterruptedException {
        int burst = 0;
        for (ByteBuffer datagram : packets.datagrams()) {
            if (burst++ == BURST) {
                burst = 1;
                Thread.sleep(PAUSE);
            }
            bytesOut.add(ports.rtp().send(datagram, rtpTo));
        }
    }

    @Override
    public void control(byte[] packet) throws IOException {
        bytesOut.add(ports.rtcp().send(ByteBuffer.wrap(packet), rtcpTo));
    }

    @Override
    public String header() {
        return "RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d"
                .formatted(rtpTo.getPort(), rtcpTo.getPort(), ports.port(), ports.port() + 1);
    }

    @Override
    public boolean isPaced() {
        return true;
    }

    @Override
    public boolean isAlive() {
        boolean isAlive = false;
        ByteBuffer heard = ByteBuffer.allocate(1); // that it came is all that matters
        try {
            for (int i = 0; i < HEARD_MAX; i++) {
                SocketAddress from = ports.rtcp().receive(heard.clear());
                if (from == null) {
                    break;
                }
                isAlive |=
                        from instanceof InetSocketAddress inet
                                && inet.getAddress().equals(rtcpTo.getAddress());
            }
        } catch (IOException e) {
            // closed meanwhile
        }
        return isAlive;
    }

    @Override
    public void close() {
        ports.close();
    }
}
