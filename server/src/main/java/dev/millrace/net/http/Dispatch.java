package dev.millrace.net.http;

import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// Asks handlers in turn until one knows the request: first those that never wait, on the thread
/// that has read it; then the others, on a thread of its own where they may. To go over to another
/// thread costs as much as many an answer.
final class Dispatch extends Handler.Sequence {
    private final Executor patient;

    /// @param patient runs what may wait
    Dispatch(List<Handler> handlers, Executor patient) {
        super(handlers);
        this.patient = patient;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        for (Handler handler : getHandlers()) {
            if (answersAtOnce(handler) && handler.handle(request, response, callback)) {
                return true;
            }
        }
        var end = new End(response, callback);
        patient.execute(() -> answer(request, response, end));
        return true;
    }

    private void answer(Request request, Response response, Callback callback) {
        try {
            for (Handler handler : getHandlers()) {
                if (!answersAtOnce(handler) && handler.handle(request, response, callback)) {
                    return;
                }
            }
            getServer().getDefaultHandler().handle(request, response, callback);
        } catch (Throwable e) { // nobody else would answer
            Response.writeError(request, response, callback, e);
        }
    }

    /// Says in a write of its own that an answer is whole. Left to Jetty (12.1.12), an answer
    /// without a body is ended twice if the thread that read the request is done with it meanwhile,
    /// and the next request on the connection gets none: what its issue 14745 tells of, in one
    /// place more.
    private static final class End extends Callback.Nested {
        private final Response response;

        End(Response response, Callback callback) {
            super(callback);
            this.response = response;
        }

        @Override
        public void succeeded() {
            if (response.hasLastWrite()) {
                super.succeeded();
            } else {
                response.write(true, BufferUtil.EMPTY_BUFFER, getCallback());
            }
        }
    }

    private static boolean answersAtOnce(Handler handler) {
        return handler.getInvocationType() == InvocationType.NON_BLOCKING;
    }
}
