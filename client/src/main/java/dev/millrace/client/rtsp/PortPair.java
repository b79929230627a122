package dev.millrace.client.rtsp;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A port for RTP and the one above it for RTCP. RFC 3550, 11.
///
/// @param rtp its number is even
record PortPair(DatagramSocket rtp, DatagramSocket rtcp) implements Closeable {
    private static final int TRIES_MAX = 100;

    /// Two key frames of a 4K camera.
    private static final int BUFFER_BYTES = 4 << 20;

    /// @param local which of our addresses the server is to send to
    static PortPair open(InetAddress local) throws IOException {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            var rtp = new DatagramSocket(new InetSocketAddress(local, 0));
            if (rtp.getLocalPort() % 2 != 0) {
                rtp.close();
                continue;
            }
            try {
                int next = rtp.getLocalPort() + 1;
                var rtcp = new DatagramSocket(new InetSocketAddress(local, next));
                rtp.setReceiveBufferSize(BUFFER_BYTES);
                return new PortPair(rtp, rtcp);
            } catch (IOException e) {
                rtp.close(); // somebody has the next one
            }
        }
        throw new BindException("no two ports in a row are free");
    }

    int port() {
        return rtp.getLocalPort();
    }

    DatagramSocket socket(boolean isControl) {
        return isControl ? rtcp : rtp;
    }

    void send(boolean isControl, byte[] bytes, InetSocketAddress to) throws IOException {
        socket(isControl).send(new DatagramPacket(bytes, bytes.length, to));
    }

    @Override
    public void close() {
        rtp.close();
        rtcp.close();
    }
}
