package dev.millrace.gateway.http;

import dev.millrace.net.SocketEndPoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// The body of an HTTP answer.
///
/// Jetty writes the head, the first bytes, and the end. What is between, of HTTP/1.1, are chunks
/// that this writes to the connection itself: through Jetty each would cost a quarter more. The
/// line end behind a chunk goes with the next one, as Jetty has it, who writes the first and the
/// last.
final class HttpViewerOut extends ViewerOut {
    private final Response response;
    private final Callback callback;
    private final @Nullable EndPoint connection;
    private boolean hasHead;

    HttpViewerOut(Request request, Response response, Callback callback, Runnable whenClear) {
        super(whenClear);
        this.response = response;
        this.callback = callback;
        this.connection = isChunked(request) ? endPoint(request) : null;
    }

    /// Whether the body goes in chunks of RFC 9112, 7.1: in HTTP/1.0 and HTTP/2 it does not.
    static boolean isChunked(Request request) {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
    }

    private static EndPoint endPoint(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    @Override
    void start(ByteBuffer... bytes) {
        if (hasHead && connection != null) {
            chunk(connection, bytes);
        } else {
            hasHead = true;
            response.write(false, joined(bytes), this);
        }
    }

    private void chunk(EndPoint to, ByteBuffer... bytes) {
        String head = "\r\n" + Long.toHexString(BufferUtil.remaining(bytes)) + "\r\n";
        ByteBuffer line = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
        SocketEndPoint.writeShared(to, this, line, bytes);
    }

    @Override
    void end() {
        callback.succeeded();
    }

    @Override
    void abort(Throwable cause) {
        callback.failed(cause);
    }
}
