package dev.millrace.gateway.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The body of an HTTP answer.
final class HttpViewerOut extends ViewerOut {
    private final Response response;
    private final Callback callback;

    HttpViewerOut(Response response, Callback callback, Duration patience) {
        super(patience);
        this.response = response;
        this.callback = callback;
    }

    @Override
    void start(ByteBuffer bytes, PendingWrite write) {
        response.write(false, bytes, write);
    }

    @Override
    void end() {
        callback.succeeded();
    }

    @Override
    void abort(Exception cause) {
        callback.failed(cause);
    }
}
