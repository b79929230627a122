package dev.millrace.api;

import dev.millrace.net.http.Content;
import dev.millrace.net.http.Methods;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The page: `/` and the files it is made of, from the folder `web` on the class path. Paths that
/// are no file of the page are left to the next handler.
public final class PageHandler extends Handler.Abstract {
    /// `/name.ext` and `/assets/name.ext`: no name begins with a dot, so nothing climbs out.
    private static final Pattern FILE =
            Pattern.compile("(/assets)?/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,100}");

    /// Names in there contain a digest of the file.
    private static final String ASSETS = "/assets/";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    /// The page says the same in itself; what only a header can say is who may frame it.
    private static final HttpField POLICY =
            new PreEncodedHttpField(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                            + " connect-src 'self' ws: wss:; media-src 'self' blob: data:;"
                            + " worker-src 'self' blob:; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'self'");

    /// The same for browsers that do not know the policy.
    private static final HttpField FRAMING =
            new PreEncodedHttpField("X-Frame-Options", "SAMEORIGIN");

    /// As many as the page has files: only what exists is kept.
    private final ConcurrentMap<String, Content> files = new ConcurrentHashMap<>();

    private final String folder;

    public PageHandler() {
        this("/web");
    }

    PageHandler(String folder) {
        this.folder = folder;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String asked = String.valueOf(request.getHttpURI().getDecodedPath());
        String path = asked.equals("/") ? "/index.html" : asked;
        Optional<Content> file = FILE.matcher(path).matches() ? file(path) : Optional.empty();
        if (file.isEmpty()) {
            return false;
        }
        if (Methods.isReading(request, response, callback)) {
            if (path.endsWith(".html")) {
                response.getHeaders().put(POLICY);
                response.getHeaders().put(FRAMING);
            }
            file.get().send(request, response, callback);
        }
        return true;
    }

    private Optional<Content> file(String path) {
        return Optional.ofNullable(
                files.computeIfAbsent(
                        path,
                        _ ->
                                Resources.content(folder + path)
                                        .map(file -> cached(path, file))
                                        .orElse(null)));
    }

    private static Content cached(String path, Content file) {
        return path.startsWith(ASSETS) ? file.cached(FOR_EVER) : file;
    }
}
