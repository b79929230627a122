package dev.millrace.e2e;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtsp.message.Headers;
import dev.millrace.rtsp.message.MessageReader;
import dev.millrace.rtsp.message.RtspMessage;
import dev.millrace.rtsp.message.RtspMessage.Packet;
import dev.millrace.rtsp.message.RtspMessage.Request;
import dev.millrace.rtsp.message.RtspMessage.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// A client of RTSP that says what a test wants, and reads only when the test does.
public final class RtspTalk implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;

    private final Socket socket;
    private final MessageReader reader = new MessageReader();
    private final Deque<RtspMessage> heard = new ArrayDeque<>();
    private final byte[] some = new byte[16 << 10];
    private int number;
    private String session = "";

    public RtspTalk(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
    }

    public Socket socket() {
        return socket;
    }

    /// Asks for something, and returns the answer. Packets in front of it are passed over.
    ///
    /// @param headers names and values by turns
    public Response ask(String method, String url, String... headers) throws IOException {
        return ask(method, url, new byte[0], headers);
    }

    /// The same with a body.
    public Response ask(String method, String url, byte[] body, String... headers)
            throws IOException {
        var all = new Headers().with("CSeq", String.valueOf(++number));
        if (!session.isEmpty()) {
            all.with("Session", session);
        }
        for (int i = 0; i < headers.length; i += 2) {
            all.with(headers[i], headers[i + 1]);
        }
        raw(new Request(method, url, all, body).encode());
        while (true) {
            if (next() instanceof Response response) {
                response.headers()
                        .get("Session")
                        .ifPresent(said -> session = said.replaceFirst(";.*", ""));
                return response;
            }
        }
    }

    /// Sends bytes as they are.
    public void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public void raw(String text) throws IOException {
        raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The next packet of this channel of the connection.
    public byte[] packet(int channel) throws IOException {
        while (true) {
            if (next() instanceof Packet packet && packet.channel() == channel) {
                return packet.bytes();
            }
        }
    }

    /// What comes next.
    public RtspMessage next() throws IOException {
        while (heard.isEmpty()) {
            int length = socket.getInputStream().read(some);
            if (length < 0) {
                throw new java.io.EOFException("the server hung up");
            }
            try {
                reader.read(some, length, heard::add);
            } catch (ProtocolException e) {
                throw new IOException(e);
            }
        }
        return heard.remove();
    }

    /// Reads until the server hangs up.
    public void awaitEnd() throws IOException {
        try {
            while (socket.getInputStream().read(some) >= 0) {}
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("nobody hangs up", e);
        } catch (IOException e) {
            // reset: as good
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
