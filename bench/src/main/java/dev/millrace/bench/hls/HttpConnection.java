package dev.millrace.bench.hls;

import dev.millrace.bench.net.ChunkedBody;
import dev.millrace.bench.net.HttpHead;
import dev.millrace.bench.net.HttpUrl;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Requests over HTTP/1.1, one after the other, on a connection that is kept as long as the server
/// keeps it. Blocks; one thread, except for [#close].
final class HttpConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 << 10;

    /// Longer than servers hold back a first playlist.
    private static final int TIMEOUT_MS = 15_000;

    private final HlsCounts counts;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
    private volatile @Nullable Socket socket;
    private volatile boolean isClosed;
    private InetSocketAddress peer = new InetSocketAddress(0);

    HttpConnection(HlsCounts counts) {
        this.counts = counts;
    }

    /// Fetches a URL, and hands its body to `sink` while it comes.
    HttpHead get(HttpUrl url, ChunkedBody.Sink sink) throws IOException, ProtocolException {
        boolean isFresh = connect(url);
        try {
            return exchange(url, sink);
        } catch (EOFException | SocketException e) {
            if (isFresh || isClosed) {
                throw e;
            }
            drop(); // the server had ended the connection before it saw the request
            connect(url);
            return exchange(url, sink);
        }
    }

    /// Answers whether the connection is new.
    private boolean connect(HttpUrl url) throws IOException {
        if (socket != null && peer.equals(url.address())) {
            return false;
        }
        drop();
        var fresh = new Socket();
        socket = fresh;
        if (isClosed) {
            throw new EOFException();
        }
        peer = url.address();
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(TIMEOUT_MS);
        fresh.connect(peer, TIMEOUT_MS);
        counts.connected();
        in.clear().flip();
        return true;
    }

    private HttpHead exchange(HttpUrl url, ChunkedBody.Sink sink)
            throws IOException, ProtocolException {
        boolean isWhole = false;
        try {
            open().getOutputStream().write(HttpHead.get(url.target(), url.authority()).array());
            HttpHead head = head();
            isWhole = body(head, sink) && head.keepsAlive();
            return head;
        } finally {
            if (!isWhole) {
                drop();
            }
        }
    }

    private HttpHead head() throws IOException, ProtocolException {
        var reader = new HttpHead.Reader();
        Optional<HttpHead> head = reader.receive(in);
        while (head.isEmpty()) {
            fill();
            head = reader.receive(in);
        }
        return head.get();
    }

    /// Reads the body. Answers whether another answer can follow it.
    private boolean body(HttpHead head, ChunkedBody.Sink sink)
            throws IOException, ProtocolException {
        if (head.isChunked()) {
            var chunks = new ChunkedBody();
            chunks.receive(in, sink);
            while (!chunks.isDone()) {
                fill();
                chunks.receive(in, sink);
            }
            return true;
        }
        Optional<String> length = head.field("content-length");
        if (length.isPresent()) {
            take(number(length.get()), sink);
            return true;
        }
        throw new Malformed("an answer without a length");
    }

    private void take(long length, ChunkedBody.Sink sink) throws IOException, ProtocolException {
        long left = length;
        while (left > 0) {
            if (!in.hasRemaining()) {
                fill();
            }
            int step = (int) Math.min(left, in.remaining());
            sink.take(in.slice(in.position(), step));
            in.position(in.position() + step);
            left -= step;
        }
    }

    private static long number(String digits) throws Malformed {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new Malformed("Content-Length is no number");
        }
    }

    private void fill() throws IOException {
        int read = open().getInputStream().read(in.array());
        if (read < 0) {
            throw new EOFException();
        }
        in.clear().limit(read);
    }

    private Socket open() throws EOFException {
        Socket open = socket;
        if (open == null) {
            throw new EOFException();
        }
        return open;
    }

    private void drop() throws IOException {
        Socket old = socket;
        socket = null;
        if (old != null) {
            old.close();
        }
    }

    /// Ends a request that is under way, too. From any thread.
    @Override
    public void close() throws IOException {
        isClosed = true;
        Socket old = socket;
        if (old != null) {
            old.close();
        }
    }
}
