package dev.millrace.gateway.http;

import dev.millrace.gateway.Vhosts;
import dev.millrace.net.http.Problem;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/// Says to those who come after it which virtual host a request is for: that of `?vhost=`, else the
/// one that has the name of the request's host. Refuses streams of one that is disabled.
public final class VhostHandler extends Handler.Abstract.NonBlocking {
    private static final String ATTRIBUTE = VhostHandler.class.getName();
    private static final String PARAMETER = "vhost";
    private static final Set<String> STREAMS =
            Set.of("flv", "ts", "m3u8", "aac", "mp3", "ac3", "eac3", "mp4", "m4s");

    private final Supplier<Vhosts> vhostsNow;

    /// @param vhosts asked anew for every request
    public VhostHandler(Supplier<Vhosts> vhosts) {
        this.vhostsNow = vhosts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String asked = asked(request).orElseGet(() -> Request.getServerName(request));
        Vhosts vhosts = vhostsNow.get();
        String name = vhosts.of(asked);
        request.setAttribute(ATTRIBUTE, name);
        Optional<String> refusal = vhosts.refusal(name);
        if (refusal.isEmpty() || !isStream(request)) {
            return false;
        }
        Problem.forbidden(refusal.get()).send(request, response, callback);
        return true;
    }

    /// The virtual host of a request, empty for the default one.
    public static String of(Request request) {
        return request.getAttribute(ATTRIBUTE) instanceof String name
                ? name
                : asked(request).orElse("");
    }

    private static Optional<String> asked(Request request) {
        Fields query = Request.extractQueryParameters(request);
        return Optional.ofNullable(query.getValue(PARAMETER));
    }

    private static boolean isStream(Request request) {
        return StreamPath.of(request.getHttpURI().getDecodedPath())
                .filter(path -> STREAMS.contains(path.extension()))
                .isPresent();
    }
}
