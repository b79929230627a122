package dev.millrace.client;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.RtmpUrl;
import dev.millrace.rtmp.ServerEffect;
import dev.millrace.rtmp.ServerSession;
import dev.millrace.rtmp.ServerSettings;
import dev.millrace.rtmp.SessionEffect;
import dev.millrace.rtmp.chunk.ChunkStreamId;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.chunk.MessageWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/// A small RTMP server: keeps what is published, and plays it from the beginning to its end.
///
/// It refuses the application `closed`, publishing `taken`, and playing `missing`; and it throws
/// out the publisher of `unlucky` after the first frame. The application `check` is a [LineCheck].
public final class RtmpTestServer implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket listener;
    private final Map<String, TestChannel> channels = new ConcurrentHashMap<>();
    private final AtomicInteger noiseBytes = new AtomicInteger();

    public RtmpTestServer() throws IOException {
        this(ServerSocketFactory.getDefault());
    }

    RtmpTestServer(ServerSocketFactory sockets) throws IOException {
        listener = sockets.createServerSocket(0, 50, LOOPBACK);
        Thread.ofVirtual().start(this::accept);
    }

    public String url(String path) {
        return "rtmp://127.0.0.1:%d/%s".formatted(listener.getLocalPort(), path);
    }

    /// What a [LineCheck] has sent to be measured.
    int noiseBytes() {
        return noiseBytes.get();
    }

    TestChannel channel(String stream) {
        return channels.computeIfAbsent(stream, _ -> new TestChannel());
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
    private final class Connection implements Runnable {
        private final Socket socket;
        private final ServerSession session =
                new ServerSession(ServerSettings.DEFAULT, new Random());
        private final ByteWriter body = new ByteWriter();
        private TestChannel published = new TestChannel();
        private SessionEffect.MediaBegin open =
                new SessionEffect.MediaBegin(0, TrackKind.VIDEO, 0, 0);
        private String name = "";
        private final LineCheck check = new LineCheck(session, noiseBytes, this::write);

        Connection(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[4096];
            try (socket) {
                int length;
                while ((length = socket.getInputStream().read(buffer)) >= 0) {
                    check.took(length);
                    for (ServerEffect effect :
                            session.receive(ByteBuffer.wrap(buffer, 0, length), 0)) {
                        carryOut(effect);
                    }
                }
            } catch (IOException e) {
                // The client is gone, or was thrown out.
            } finally {
                published.end();
            }
        }

        private void carryOut(ServerEffect effect) throws IOException {
            switch (effect) {
                case SessionEffect.Send(var bytes) -> write(bytes);
                case ServerEffect.Connect(var request) -> connect(request.app());
                case ServerEffect.Publish publish -> publish(publish);
                case ServerEffect.Play play -> play(play);
                case SessionEffect.MediaBegin begin -> {
                    open = begin;
                    body.clear();
                }
                case SessionEffect.MediaBytes(var bytes) -> body.bytes(bytes);
                case SessionEffect.MediaEnd() -> {
                    add(open.kind(), open.timestampMs(), body);
                    throwOutTheUnlucky(open.streamId());
                }
                case SessionEffect.Data(_, var timestampMs, var bytes) ->
                        add(TrackKind.DATA, timestampMs, new ByteWriter().bytes(bytes));
                case ServerEffect.CheckCall(String said) -> check.said(said);
                case SessionEffect.Hangup(var fault) -> throw new IOException(fault);
                default -> {} // the rest makes no difference here
            }
        }

        private void connect(String app) throws IOException {
            if (app.equals("moved")) {
                write(session.redirectConnect(elsewhere("live/card")));
                return;
            }
            if (app.equals("closed")) {
                write(session.rejectConnect("NetConnection.Connect.Rejected", "closed today"));
                throw new IOException("refused");
            }
            if (app.equals("check")) {
                check.begin();
                return;
            }
            write(session.acceptConnect());
        }

        private void publish(ServerEffect.Publish publish) throws IOException {
            name = publish.address().stream();
            if (name.equals("moved")) {
                write(session.redirect(publish.streamId(), elsewhere("live/card")));
            } else if (name.equals("taken")) {
                String code = "NetStream.Publish.BadName";
                write(session.rejectPublish(publish.streamId(), code, "somebody publishes that"));
            } else {
                published = channel(name);
                write(session.acceptPublish(publish.streamId()));
            }
        }

        private void play(ServerEffect.Play play) throws IOException {
            name = play.address().stream();
            if (name.equals("round")) {
                write(session.redirect(play.streamId(), elsewhere("live/round")));
                return;
            }
            if (name.equals("missing")) {
                String code = "NetStream.Play.StreamNotFound";
                write(session.rejectPlay(play.streamId(), code, "there is no such stream"));
                return;
            }
            write(session.acceptPlay(play.streamId()));
            int chunkBytes = session.chunkBytes();
            for (FlvTag tag : channel(name).tags()) {
                var out = new ByteWriter();
                var writer = new MessageWriter(out, ChunkStreamId.VIDEO, chunkBytes);
                byte[] bytes = tag.body();
                int atMs = (int) tag.timestampMs();
                writer.begin(new MessageHeader(type(tag), atMs, bytes.length, play.streamId()));
                writer.body(bytes, 0, bytes.length);
                write(out.toBuffer());
            }
            String code = "NetStream.Play.UnpublishNotify";
            write(session.status(play.streamId(), "status", code, name));
            socket.shutdownOutput();
        }

        private RtmpUrl elsewhere(String path) {
            try {
                return RtmpUrl.parse(url(path));
            } catch (ProtocolException e) {
                throw new AssertionError(e);
            }
        }

        private void throwOutTheUnlucky(int streamId) throws IOException {
            if (name.equals("unlucky")) {
                write(session.status(streamId, "error", "NetStream.Publish.Denied", "unlucky"));
                socket.shutdownOutput();
                name = "";
            }
        }

        private void add(TrackKind kind, int timestampMs, ByteWriter bytes) {
            published.add(new FlvTag(kind, timestampMs & 0xFFFF_FFFFL, bytes.toByteArray()));
        }

        private void write(ByteBuffer bytes) throws IOException {
            int length = bytes.remaining();
            socket.getOutputStream()
                    .write(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
        }

        private static int type(FlvTag tag) {
            return switch (tag.kind()) {
                case AUDIO -> MessageType.AUDIO;
                case VIDEO -> MessageType.VIDEO;
                case DATA -> MessageType.DATA;
            };
        }
    }
}
