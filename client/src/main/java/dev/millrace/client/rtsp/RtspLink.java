package dev.millrace.client.rtsp;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.RtspTransport;
import dev.millrace.client.Sockets;
import dev.millrace.rtsp.SessionSettings;
import dev.millrace.rtsp.message.RtspUrl;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The sockets of an [RtspPlayer]: what arrives at any of them stands in one queue.
///
/// Each socket has a thread that reads it, so that one thread can wait for all of them and for the
/// time, and so that no read is broken off within a record of TLS. When the queue is full they
/// wait, and with them the server, or datagrams are lost.
final class RtspLink implements Closeable {
    private static final int READ_BYTES = 16 << 10;
    private static final int DATAGRAM_BYTES_MAX = 65_536;

    /// With reads of that size, 4 MiB.
    private static final int ARRIVALS_MAX = 256;

    /// Something that came from the server.
    sealed interface Arrival {
        /// Over the connection.
        @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
        record Bytes(byte[] bytes) implements Arrival {}

        /// At a port of a track.
        @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
        record Datagram(int track, boolean isControl, byte[] bytes) implements Arrival {}

        /// The server will send nothing more over the connection.
        record End() implements Arrival {}

        /// The connection broke.
        record Failure(IOException cause) implements Arrival {}
    }

    private final Socket socket;
    private final List<PortPair> ports;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>(ARRIVALS_MAX);
    private final List<Thread> readers = new ArrayList<>();
    private volatile boolean closed;

    private RtspLink(Socket socket, List<PortPair> ports) {
        this.socket = socket;
        this.ports = List.copyOf(ports);
    }

    static RtspLink connect(RtspUrl url, ClientOptions options) throws IOException {
        Socket socket = Sockets.connect(url.host(), url.port(), url.isSecure(), options);
        var ports = new ArrayList<PortPair>();
        try {
            boolean isUdp = options.rtspTransport() == RtspTransport.UDP && !url.isSecure();
            while (isUdp && ports.size() < SessionSettings.TRACKS_MAX) {
                ports.add(PortPair.open(socket.getLocalAddress()));
            }
            socket.setSoTimeout(0); // who takes from the queue knows how long to wait
            var link = new RtspLink(socket, ports);
            link.startReading();
            return link;
        } catch (IOException e) {
            ports.forEach(PortPair::close);
            Sockets.closeQuietly(socket);
            throw e;
        }
    }

    /// Of each track the port for RTP; none if packets come over the connection.
    List<Integer> udpPorts() {
        return ports.stream().map(PortPair::port).toList();
    }

    /// Waits for the next thing that comes; nothing if nothing does.
    Optional<Arrival> receive(long waitMs) throws IOException {
        try {
            Arrival arrival = arrivals.poll(waitMs, TimeUnit.MILLISECONDS);
            if (closed) {
                throw new IOException("closed");
            }
            return Optional.ofNullable(arrival);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void sendDatagram(int track, boolean isControl, int port, byte[] bytes) throws IOException {
        var to = new InetSocketAddress(socket.getInetAddress(), port);
        ports.get(track).send(isControl, bytes, to);
    }

    /// Nothing more will be sent.
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// Hangs up. Any thread; safe to repeat.
    @Override
    public void close() {
        closed = true;
        Sockets.closeQuietly(socket);
        ports.forEach(PortPair::close);
        readers.forEach(Thread::interrupt); // those that wait for room in the queue
        arrivals.clear();
        arrivals.offer(new Arrival.End()); // wakes who waits for something
    }

    private void startReading() {
        readers.add(Thread.ofVirtual().unstarted(this::readSocket));
        for (int i = 0; i < ports.size(); i++) {
            int track = i;
            readers.add(Thread.ofVirtual().unstarted(() -> readPort(track, false)));
            readers.add(Thread.ofVirtual().unstarted(() -> readPort(track, true)));
        }
        readers.forEach(Thread::start);
    }

    private void readSocket() {
        byte[] buffer = new byte[READ_BYTES];
        try {
            int length;
            while ((length = socket.getInputStream().read(buffer)) >= 0) {
                arrivals.put(new Arrival.Bytes(Arrays.copyOf(buffer, length)));
            }
            arrivals.put(new Arrival.End());
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void readPort(int track, boolean isControl) {
        DatagramSocket from = ports.get(track).socket(isControl);
        InetAddress server = socket.getInetAddress();
        byte[] buffer = new byte[DATAGRAM_BYTES_MAX];
        try {
            while (true) {
                var packet = new DatagramPacket(buffer, buffer.length);
                from.receive(packet);
                if (server.equals(packet.getAddress())) { // nobody else has a say in this
                    byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
                    arrivals.put(new Arrival.Datagram(track, isControl, bytes));
                }
            }
        } catch (IOException | InterruptedException e) {
            // closed; what else may happen to a socket of UDP is silence
        }
    }

    private void fail(IOException cause) {
        try {
            arrivals.put(new Arrival.Failure(cause));
        } catch (InterruptedException e) {
            // closed
        }
    }
}
