package dev.millrace.e2e;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfWriter;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.chunk.AsideBudget;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.chunk.ChunkStreamId;
import dev.millrace.rtmp.chunk.ChunkWriter;
import dev.millrace.rtmp.chunk.MessageCollector;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.chunk.RtmpLimit;
import dev.millrace.rtmp.message.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/// An RTMP client that says what the test says, in the test's order, and reads only when it is told
/// to.
public final class RawClient implements AutoCloseable {
    private static final int HANDSHAKE_BYTES = 1 + 1536 + 1536;
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket = new Socket();
    private final Deque<Heard> heard = new ArrayDeque<>();
    private final AsideBudget budget = new AsideBudget(RtmpLimit.ASIDE_BYTES);
    private final ChunkReader reader =
            new ChunkReader(header -> new MessageCollector(header, budget, this::hear));
    private int chunkBytes = ChunkReader.DEFAULT_CHUNK_BYTES;

    /// A message of the server.
    @SuppressWarnings("ArrayRecordComponent") // only looked into, never compared
    public record Heard(MessageHeader header, byte[] body) {
        public boolean isCommand() {
            return header.type() == MessageType.COMMAND;
        }

        public Command command() {
            try {
                return Command.decode(new ByteReader(body));
            } catch (ProtocolException e) {
                throw new AssertionError(e);
            }
        }

        /// Whether it is this command, or an onStatus with this code.
        public boolean says(String word) {
            return isCommand()
                    && (command().name().equals(word)
                            || command().arguments().stream()
                                    .anyMatch(value -> value.text("code", "").equals(word)));
        }

        @Override
        public String toString() {
            return isCommand() ? command().toString() : header.toString();
        }
    }

    public RawClient(int port) throws IOException {
        this(port, 0);
    }

    /// @param receiveBytes how much the system may take for us while we do not read; 0 for the
    ///   usual
    public RawClient(int port, int receiveBytes) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /// C0, C1, C2 of the simple kind, and the server's side of it.
    public RawClient handshake() throws IOException {
        byte[] hello = new byte[HANDSHAKE_BYTES];
        hello[0] = 3;
        raw(hello);
        if (socket.getInputStream().readNBytes(HANDSHAKE_BYTES).length < HANDSHAKE_BYTES) {
            throw new IOException("no whole handshake");
        }
        return this;
    }

    /// Handshake, connect, and the server's consent.
    public RawClient connect(String app) throws IOException {
        return connect(app, new AmfFields());
    }

    /// The same with more to say in the connect command.
    ///
    /// @param fields added to
    public RawClient connect(String app, AmfFields fields) throws IOException {
        handshake();
        fields.put("app", app)
                .put("type", "nonprivate")
                .put("flashVer", "FMLE/3.0 (compatible; test)")
                .put("tcUrl", "rtmp://127.0.0.1/" + app);
        command(0, "connect", 1, fields.toObject());
        await("NetConnection.Connect.Success");
        return this;
    }

    /// A command whose first argument is null.
    public RawClient call(int streamId, String name, double transactionId, AmfValue... more)
            throws IOException {
        AmfValue[] arguments = new AmfValue[1 + more.length];
        arguments[0] = AmfNull.NULL;
        System.arraycopy(more, 0, arguments, 1, more.length);
        return command(streamId, name, transactionId, arguments);
    }

    public RawClient command(int streamId, String name, double transactionId, AmfValue... arguments)
            throws IOException {
        var body = new ByteWriter();
        Command.of(name, transactionId, arguments).encode(body);
        return message(MessageType.COMMAND, streamId, 0, body.toByteArray());
    }

    public RawClient data(int streamId, AmfValue... values) throws IOException {
        var body = new ByteWriter();
        for (AmfValue value : values) {
            AmfWriter.write(body, value);
        }
        return message(MessageType.DATA, streamId, 0, body.toByteArray());
    }

    /// Announces the chunk size and cuts by it from here on.
    public RawClient chunkSize(int bytes) throws IOException {
        message(MessageType.SET_CHUNK_SIZE, 0, 0, new ByteWriter().u32(bytes).toByteArray());
        chunkBytes = bytes;
        return this;
    }

    public RawClient message(int type, int streamId, int timestampMs, byte[] body)
            throws IOException {
        int chunkStream =
                switch (type) {
                    case MessageType.VIDEO -> ChunkStreamId.VIDEO;
                    case MessageType.AUDIO -> ChunkStreamId.AUDIO;
                    case MessageType.COMMAND, MessageType.DATA -> ChunkStreamId.COMMAND;
                    default -> ChunkStreamId.CONTROL;
                };
        var out = new ByteWriter();
        var header = new MessageHeader(type, timestampMs, body.length, streamId);
        ChunkWriter.message(out, chunkStream, header, body, chunkBytes);
        return raw(out.toByteArray());
    }

    /// Bytes as they stand on the wire.
    public RawClient raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /// Reads until the server says this: a command's name, or a status code.
    public Heard await(String word) throws IOException {
        return await(word, message -> message.says(word));
    }

    /// Reads until a message of this type comes that is not empty.
    public Heard await(int type) throws IOException {
        return await(
                "type " + type,
                message -> message.header().type() == type && message.body().length > 0);
    }

    /// The answer to a call.
    public Command result(double transactionId) throws IOException {
        return await(
                        "_result " + transactionId,
                        message ->
                                message.says("_result")
                                        && message.command().transactionId() == transactionId)
                .command();
    }

    /// Reads until the server hangs up.
    public void awaitEnd() {
        byte[] some = new byte[8 << 10];
        try {
            while (socket.getInputStream().read(some) >= 0) {
                // Only the end matters.
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server does not hang up", e);
        } catch (IOException e) {
            // Reset: it hung up while we were writing.
        }
    }

    public int localPort() {
        return socket.getLocalPort();
    }

    public Heard next() throws IOException {
        byte[] some = new byte[8 << 10];
        while (heard.isEmpty()) {
            int length = socket.getInputStream().read(some);
            if (length < 0) {
                throw new IOException("the server hung up");
            }
            try {
                reader.receive(ByteBuffer.wrap(some, 0, length));
            } catch (ProtocolException e) {
                throw new AssertionError(e);
            }
        }
        return heard.remove();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Heard await(String what, Predicate<Heard> wanted) throws IOException {
        Heard message = next();
        while (!wanted.test(message)) {
            if (message.says("_error")) {
                throw new AssertionError("waiting for " + what + ": " + message);
            }
            message = next();
        }
        return message;
    }

    private void hear(MessageHeader header, ByteBuffer body) throws ProtocolException {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        if (header.type() == MessageType.SET_CHUNK_SIZE) {
            reader.chunkSize(new ByteReader(bytes).i32());
        }
        heard.add(new Heard(header, bytes));
    }
}
