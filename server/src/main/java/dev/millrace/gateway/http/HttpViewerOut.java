package dev.millrace.gateway.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The body of an HTTP answer.
final class HttpViewerOut extends ViewerOut {
    private final Response response;
    private final Callback callback;

    HttpViewerOut(Response response, Callback callback, Runnable whenClear) {
        super(whenClear);
        this.response = response;
        this.callback = callback;
    }

    @Override
    void start(ByteBuffer bytes) {
        response.write(false, bytes, this);
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
