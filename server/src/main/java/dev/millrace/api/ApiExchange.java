package dev.millrace.api;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Json;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.util.List;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A request to the API, and the ways to answer it.
record ApiExchange(Request request, Response response, Callback callback) {
    static final List<HttpMethod> READING =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /// Whether the request has one of these methods; if not, this answers.
    boolean isOneOf(List<HttpMethod> allowed) {
        return Methods.isOneOf(allowed, request, response, callback);
    }

    boolean is(HttpMethod method) {
        return method.is(request.getMethod());
    }

    /// The channel that is asked for by the name the API gave it: the virtual host is a query of
    /// the URL, unless somebody encoded the question mark.
    ChannelName channel(String path) throws Malformed {
        String vhost = Request.extractQueryParameters(request).getValue("vhost");
        return ChannelName.parse(vhost == null ? path : path + "?vhost=" + vhost);
    }

    /// Answers with this, if the request only reads.
    void read(Object answer) {
        if (isOneOf(READING)) {
            send(answer);
        }
    }

    void send(Object answer) {
        send(Content.of("application/json", Json.bytes(answer)).cached("no-store"));
    }

    void send(Content content) {
        content.send(request, response, callback);
    }

    /// It is done, and there is nothing to say.
    void done() {
        response.setStatus(HttpStatus.NO_CONTENT_204);
        callback.succeeded();
    }

    void refuse(Problem problem) {
        problem.send(request, response, callback);
    }
}
