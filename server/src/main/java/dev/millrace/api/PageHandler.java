package dev.millrace.api;

import dev.millrace.net.http.Content;
import dev.millrace.net.http.EntityTags;
import dev.millrace.net.http.Methods;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The page for people at `/`, and what it consists of, from the folder `web` of the class path.
///
/// Files are read once and kept. Those under `assets/` have their hash in their name and never
/// change; the rest is asked for again each time, and answered with "not modified".
public final class PageHandler extends Handler.Abstract {
    /// Only the page's own scripts and styles; media and workers that scripts make are blobs.
    private static final String CONTENT_SECURITY_POLICY =
            String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "img-src 'self' data: blob:",
                    "font-src 'self'",
                    "media-src 'self' blob:",
                    "worker-src 'self' blob:",
                    "connect-src 'self'",
                    "manifest-src 'self'",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'self'");

    private static final String FOLDER = "web";
    private static final String ASSETS = "/assets/";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    /// What the build of the page makes. Segments begin with a letter, a digit or `_`, so nothing
    /// leads out of the folder.
    private static final Pattern SAFE = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}){1,4}");

    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("json", "application/json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("txt", "text/plain; charset=utf-8"));

    private final ConcurrentMap<String, Content> files = new ConcurrentHashMap<>();

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getDecodedPath();
        Optional<Content> file = path == null ? Optional.empty() : find(path);
        if (file.isEmpty()) {
            return false;
        }
        if (Methods.isReading(request, response, callback)) {
            var headers = response.getHeaders();
            headers.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
            headers.put("Referrer-Policy", "no-referrer");
            headers.put("X-Frame-Options", "SAMEORIGIN");
            file.get().send(request, response, callback);
        }
        return true;
    }

    private Optional<Content> find(String path) {
        String file = path.equals("/") ? "/index.html" : path;
        Content known = files.get(file);
        if (known != null) {
            return Optional.of(known);
        }
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null || !SAFE.matcher(file).matches()) {
            return Optional.empty();
        }
        Optional<Content> read = read(file).map(bytes -> content(file, type, bytes));
        read.ifPresent(content -> files.put(file, content));
        return read;
    }

    private static Content content(String file, String type, byte[] bytes) {
        Content content = Content.of(type, bytes);
        return content.tagged(EntityTags.of(content.body()))
                .cached(file.startsWith(ASSETS) ? FOR_GOOD : ASK_AGAIN)
                .compressed();
    }

    private static Optional<byte[]> read(String file) {
        try (InputStream in = PageHandler.class.getClassLoader().getResourceAsStream(FOLDER + file)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
