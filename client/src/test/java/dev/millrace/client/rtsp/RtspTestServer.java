package dev.millrace.client.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtsp.message.Headers;
import dev.millrace.rtsp.message.MessageReader;
import dev.millrace.rtsp.message.RtspMessage;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/// A small RTSP server, which does what a script says about each request.
final class RtspTestServer implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Pattern CLIENT_PORT = Pattern.compile("client_port=(\\d+)-");

    /// What the server does about a request.
    @FunctionalInterface
    interface Script {
        void request(Connection connection, RtspMessage.Request request) throws IOException;
    }

    private final ServerSocket listener;
    private final String scheme;
    private final Script script;
    private final BlockingQueue<String> methods = new LinkedBlockingQueue<>();

    RtspTestServer(Script script) throws IOException {
        this("rtsp", ServerSocketFactory.getDefault(), script);
    }

    RtspTestServer(String scheme, ServerSocketFactory sockets, Script script) throws IOException {
        this.scheme = scheme;
        this.script = script;
        listener = sockets.createServerSocket(0, 50, LOOPBACK);
        Thread.ofVirtual().start(this::accept);
    }

    String url(String path) {
        return url("", path);
    }

    /// @param userInfo with its `@`
    String url(String userInfo, String path) {
        return "%s://%s127.0.0.1:%d%s".formatted(scheme, userInfo, listener.getLocalPort(), path);
    }

    /// The methods of all requests so far and from now on.
    BlockingQueue<String> methods() {
        return methods;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> new Connection(socket).run());
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    /// One client.
    final class Connection implements Runnable {
        private final Socket socket;
        private final int[] clientPorts = new int[2];
        private int tracks;

        Connection(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[4096];
            var reader = new MessageReader();
            Deque<RtspMessage> messages = new ArrayDeque<>();
            try (socket) {
                int length;
                while ((length = socket.getInputStream().read(buffer)) >= 0) {
                    reader.read(buffer, length, messages::add);
                    handle(messages);
                }
            } catch (IOException | ProtocolException e) {
                // The client is gone, or was thrown out.
            }
        }

        private void handle(Deque<RtspMessage> messages) throws IOException {
            while (!messages.isEmpty()) {
                if (messages.remove() instanceof RtspMessage.Request request) {
                    methods.add(request.method()); // known before anybody has an answer
                    script.request(this, request);
                }
            }
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void answer(RtspMessage.Request request, int status, Headers headers) throws IOException {
            answer(request, status, headers, "");
        }

        void answer(RtspMessage.Request request, int status, Headers headers, String body)
                throws IOException {
            var all = new Headers().with("CSeq", request.headers().get("CSeq").orElse("0"));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            send(new RtspMessage.Response(status, "", all.with(headers), bytes).encode());
        }

        /// Agrees to send the next track as it is wanted.
        ///
        /// @param session what the `Session` header says
        void setUp(RtspMessage.Request request, String session) throws IOException {
            String wanted = request.headers().get("Transport").orElse("");
            Matcher port = CLIENT_PORT.matcher(wanted);
            clientPorts[tracks++] = port.find() ? Integer.parseInt(port.group(1)) : 0;
            var headers = new Headers().with("Session", session).with("Transport", wanted);
            answer(request, 200, headers);
        }

        /// Whether the first track wanted datagrams.
        boolean isUdp() {
            return clientPorts[0] != 0;
        }

        /// Sends a packet the way its track takes.
        void packet(int track, boolean isControl, byte[] bytes) throws IOException {
            int offset = isControl ? 1 : 0;
            if (clientPorts[track] == 0) {
                send(new RtspMessage.Packet(2 * track + offset, bytes).encode());
                return;
            }
            try (var from = new DatagramSocket(0, LOOPBACK)) {
                int port = clientPorts[track] + offset;
                from.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, port));
            }
        }

        void hangUp() throws IOException {
            socket.shutdownOutput();
        }
    }
}
