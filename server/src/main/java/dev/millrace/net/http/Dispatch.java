package dev.millrace.net.http;

import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Asks handlers in turn until one knows the request: first those that never wait, on the thread
/// that has read it; then the others, on a thread of its own where they may. To go over to another
/// thread costs as much as many an answer.
final class Dispatch extends Handler.Sequence {
    private final Executor patient;
    private final Handler nothing = new NothingHere();

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
        patient.execute(() -> answer(request, response, callback));
        return true;
    }

    private void answer(Request request, Response response, Callback callback) {
        try {
            for (Handler handler : getHandlers()) {
                if (!answersAtOnce(handler) && handler.handle(request, response, callback)) {
                    return;
                }
            }
            nothing.handle(request, response, callback);
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    private static boolean answersAtOnce(Handler handler) {
        return handler.getInvocationType() == InvocationType.NON_BLOCKING;
    }
}
