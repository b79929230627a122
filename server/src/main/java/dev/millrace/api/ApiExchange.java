package dev.millrace.api;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.json.Json;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A request to the API, and the ways to answer it.
public record ApiExchange(Request request, Response response, Callback callback, Access access) {
    private static final int BODY_BYTES_MAX = 64 << 10;

    public static final List<HttpMethod> READING =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /// Whether the request has one of these methods; if not, this answers.
    public boolean isOneOf(List<HttpMethod> allowed) {
        return Methods.isOneOf(allowed, request, response, callback);
    }

    public boolean is(HttpMethod method) {
        return method.is(request.getMethod());
    }

    /// The channel that is asked for by the name the API gave it: the virtual host is a query of
    /// the URL, unless somebody encoded the question mark.
    ChannelName channel(String path) throws Malformed {
        String vhost = Request.extractQueryParameters(request).getValue("vhost");
        return ChannelName.parse(vhost == null ? path : path + "?vhost=" + vhost);
    }

    /// The channel that the query names, as `channel` and perhaps `vhost`.
    ChannelName channelAsked() throws Malformed {
        String path = Request.extractQueryParameters(request).getValue("channel");
        return channel(path == null ? "" : path);
    }

    /// Whether the request may do what it asks for; if not, this answers.
    public boolean may(Right needed) {
        Optional<Problem> refusal = access.refusal(request, needed);
        refusal.ifPresent(this::refuse);
        return refusal.isEmpty();
    }

    /// Whether it may change something; if not, this answers.
    public boolean mayChange(Right needed) {
        return isOurs() && may(needed);
    }

    /// Whether it is not the page of another site for which a browser sends it; if it is, this
    /// answers.
    public boolean isOurs() {
        boolean ours = !Methods.isFromAnotherSite(request);
        if (!ours) {
            refuse(Problem.forbidden("only this server's own page may do that"));
        }
        return ours;
    }

    /// Answers with this, if the request only reads.
    public void read(Supplier<?> answer) {
        if (isOneOf(READING) && may(Right.READ)) {
            send(answer.get());
        }
    }

    /// The text that came with it; empty if it is longer than 64 KB, or cut off.
    public Optional<String> body() {
        return body(BODY_BYTES_MAX);
    }

    /// The text that came with it; empty if it is longer than this, or cut off.
    public Optional<String> body(int bytesMax) {
        try (InputStream in = org.eclipse.jetty.io.Content.Source.asInputStream(request)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            return bytes.length > bytesMax
                    ? Optional.empty()
                    : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public void send(Object answer) {
        send(Content.of("application/json", Json.bytes(answer)).cached("no-store"));
    }

    public void send(Content content) {
        content.send(request, response, callback);
    }

    /// It is done, and there is nothing to say.
    public void done() {
        response.setStatus(HttpStatus.NO_CONTENT_204);
        callback.succeeded();
    }

    public void refuse(Problem problem) {
        if (problem.status() == HttpStatus.UNAUTHORIZED_401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"millrace\"");
        }
        problem.send(request, response, callback);
    }
}
