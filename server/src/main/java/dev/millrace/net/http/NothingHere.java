package dev.millrace.net.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The last handler: nobody knew the path.
final class NothingHere extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Problem.notFound(
                        "nothing is here; streams are at /{app}/{stream}.flv, .ts and .m3u8, the"
                                + " API at /api/v2/server")
                .send(request, response, callback);
        return true;
    }
}
