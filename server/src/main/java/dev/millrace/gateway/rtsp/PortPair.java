package dev.millrace.gateway.rtsp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/// A port for RTP and the one above it for RTCP. RFC 3550, 11.
///
/// @param port that of RTP, an even number
record PortPair(DatagramChannel rtp, DatagramChannel rtcp, int port) implements AutoCloseable {
    private static final int TRIES_MAX = 100;
    private static final int OUT_BYTES = 1 << 20;

    /// Two key frames of a 4K camera.
    private static final int IN_BYTES = 4 << 20;

    /// @param local which of our addresses they are of
    static PortPair open(InetAddress local) throws IOException {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            DatagramChannel rtp = bound(local, 0);
            int port = ((InetSocketAddress) rtp.getLocalAddress()).getPort();
            if (port % 2 == 0) {
                try {
                    var pair = new PortPair(rtp, bound(local, port + 1), port);
                    rtp.setOption(StandardSocketOptions.SO_SNDBUF, OUT_BYTES);
                    rtp.setOption(StandardSocketOptions.SO_RCVBUF, IN_BYTES);
                    return pair;
                } catch (BindException e) {
                    // somebody has the next one
                }
            }
            rtp.close();
        }
        throw new BindException("no two ports in a row are free");
    }

    private static DatagramChannel bound(InetAddress local, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.bind(new InetSocketAddress(local, port));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (rtp;
                rtcp) {
            // both
        } catch (IOException e) {
            // there is nothing to be done about it
        }
    }
}
