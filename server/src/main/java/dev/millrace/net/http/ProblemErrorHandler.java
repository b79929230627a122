package dev.millrace.net.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// What the HTTP server itself has to refuse (a request line it cannot read, headers that are too
/// large), and our own mistakes, said in the same form as every other problem.
final class ProblemErrorHandler extends ErrorHandler {
    private final CommonHeaders headers;

    ProblemErrorHandler(CommonHeaders headers) {
        this.headers = headers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        headers.addTo(request, response);
        int status = response.getStatus();
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        boolean ours = status >= 500;
        String detail =
                ours || message == null
                        ? "the server failed to answer; its log says why"
                        : message.toString();
        new Problem(status, detail).send(request, response, callback);
        return true;
    }
}
