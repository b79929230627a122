package dev.millrace.e2e;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A client of the bandwidth check as the library of SRS and its Flash page are, byte by byte and
/// without any code of ours: chunks of 128 bytes, messages that grow, and orders of their own.
final class SrsBandwidthClient implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;
    private static final int HELLO_BYTES = 1536;
    private static final int CHUNK_BYTES = 128;
    private static final String TEXT = "SRS band check data from client's publishing......";

    private final Socket socket;
    private final Counted in;
    private final DataInputStream data;
    private final OutputStream out;
    private final Map<Integer, Chunked> streams = new HashMap<>();
    private int chunkBytes = CHUNK_BYTES;
    private long sentBytes;

    /// Counts what is taken from it, which is not what the system has.
    private static final class Counted extends InputStream {
        private final InputStream from;
        private long bytes;

        private Counted(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            int value = from.read();
            bytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = from.read(into, offset, length);
            bytes += Math.max(count, 0);
            return count;
        }
    }

    /// What a chunk stream remembers of its last message.
    private static final class Chunked {
        private int length;
        private int type;
        private int streamId;
        private ByteArrayOutputStream body = new ByteArrayOutputStream();
    }

    /// A message of the server.
    @SuppressWarnings("ArrayRecordComponent") // only looked into, never compared
    record Message(int chunkStream, int type, int streamId, byte[] body) {
        /// The command's name, or nothing.
        String name() {
            boolean isCommand = type == 20 && body.length > 3 && body[0] == 2;
            int length = isCommand ? ByteBuffer.wrap(body).getShort(1) : 0;
            return new String(body, 3 * Math.min(length, 1), length, StandardCharsets.UTF_8);
        }

        /// The number of this name, somewhere in it.
        double number(String name) {
            String text = new String(body, StandardCharsets.ISO_8859_1);
            int at = text.indexOf("\0" + (char) name.length() + name + "\0");
            if (at < 0) {
                throw new AssertionError("no number %s in %s".formatted(name, name()));
            }
            return ByteBuffer.wrap(body).getDouble(at + 2 + name.length() + 1);
        }

        boolean has(String text) {
            return new String(body, StandardCharsets.UTF_8).contains(text);
        }
    }

    SrsBandwidthClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        in = new Counted(new java.io.BufferedInputStream(socket.getInputStream(), 64 << 10));
        data = new DataInputStream(in);
        out = socket.getOutputStream();
        byte[] hello = new byte[1 + HELLO_BYTES];
        hello[0] = 3;
        out.write(hello);
        byte[] theirs = data.readNBytes(1 + 2 * HELLO_BYTES);
        out.write(theirs, 1, HELLO_BYTES);
    }

    /// @param app without parameters, as SRS has it
    void connect(String app, String tcUrl) throws IOException {
        var body = new ByteArrayOutputStream();
        text(body, "connect");
        number(body, 1);
        body.write(3);
        property(body, "app", app);
        property(body, "flashVer", "WIN 15,0,0,239");
        property(body, "tcUrl", tcUrl);
        body.write(new byte[] {0, 0, 9});
        send(body.toByteArray());
    }

    /// A call without anything to say.
    void call(String name) throws IOException {
        var body = new ByteArrayOutputStream();
        text(body, name);
        number(body, 0);
        body.write(5);
        send(body.toByteArray());
    }

    /// The n-th message of noise as the library sends it: an object that grows by two each time.
    void noise(int n) throws IOException {
        var body = new ByteArrayOutputStream();
        text(body, "onSrsBandCheckPublishing");
        number(body, 0);
        body.write(5);
        body.write(3);
        for (int i = 0; i < 2 * n + 1; i++) {
            property(body, String.valueOf(i), TEXT);
        }
        body.write(new byte[] {0, 0, 9});
        send(body.toByteArray());
    }

    /// The same of the Flash page: an array of a hundred texts, in messages that are all alike.
    void flashNoise() throws IOException {
        var body = new ByteArrayOutputStream();
        text(body, "onSrsBandCheckPublishing");
        number(body, 0);
        body.write(5);
        body.write(new byte[] {10, 0, 0, 0, 100});
        for (int i = 0; i < 100; i++) {
            text(body, TEXT);
        }
        send(body.toByteArray());
    }

    /// Waits until so much is due at a rate.
    void pace(long startNs, long startBytes, long bitsPerSecond) {
        double dueNs = (sentBytes - startBytes) * 8e9 / bitsPerSecond;
        LockSupport.parkNanos((long) dueNs - (System.nanoTime() - startNs));
    }

    /// Reads up to this command.
    Message await(String name) throws IOException {
        Message message = next();
        while (!message.name().equals(name)) {
            message = next();
        }
        return message;
    }

    /// The next message that is whole, however its chunks come.
    Message next() throws IOException {
        while (true) {
            int first = data.readUnsignedByte();
            int chunkStream = first & 63;
            Chunked chunked = streams.computeIfAbsent(chunkStream, _ -> new Chunked());
            header(first >> 6, chunked);
            int left = Math.min(chunkBytes, chunked.length - chunked.body.size());
            chunked.body.write(data.readNBytes(left));
            if (chunked.body.size() == chunked.length) {
                byte[] body = chunked.body.toByteArray();
                chunked.body = new ByteArrayOutputStream();
                if (chunked.type == 1) {
                    chunkBytes = ByteBuffer.wrap(body).getInt();
                }
                return new Message(chunkStream, chunked.type, chunked.streamId, body);
            }
        }
    }

    private void header(int form, Chunked chunked) throws IOException {
        byte[] fields = data.readNBytes(new int[] {11, 7, 3, 0}[form]);
        if (form <= 1) {
            chunked.length = ByteBuffer.wrap(fields).getInt(2) & 0xFF_FFFF;
            chunked.type = fields[6];
        }
        if (form == 0) {
            chunked.streamId = ByteBuffer.wrap(fields).getInt(7);
        }
    }

    /// All bytes that were read so far.
    long readBytes() {
        return in.bytes;
    }

    /// All bytes that were written so far, but for the handshake.
    long sentBytes() {
        return sentBytes;
    }

    /// Whether the server hangs up, and does so before it has said anything more.
    boolean isHungUpOn() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    /// In chunks of 128 bytes: a head of eleven bytes for the first, one byte for each further one.
    private void send(byte[] body) throws IOException {
        var chunks = new ByteArrayOutputStream();
        chunks.write(
                new byte[] {3, 0, 0, 0, (byte) (body.length >> 16), (byte) (body.length >> 8)});
        chunks.write(new byte[] {(byte) body.length, 20, 0, 0, 0, 0});
        for (int at = 0; at < body.length; at += CHUNK_BYTES) {
            if (at > 0) {
                chunks.write(0xC3);
            }
            chunks.write(Arrays.copyOfRange(body, at, Math.min(at + CHUNK_BYTES, body.length)));
        }
        chunks.writeTo(out);
        sentBytes += chunks.size();
    }

    private static void text(ByteArrayOutputStream to, String text) throws IOException {
        to.write(2);
        name(to, text);
    }

    private static void name(ByteArrayOutputStream to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.write(bytes.length >> 8);
        to.write(bytes.length);
        to.write(bytes);
    }

    private static void number(ByteArrayOutputStream to, double number) throws IOException {
        to.write(0);
        to.write(ByteBuffer.allocate(8).putDouble(number).array());
    }

    private static void property(ByteArrayOutputStream to, String name, String value)
            throws IOException {
        name(to, name);
        text(to, value);
    }

    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }
}
