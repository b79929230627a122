package dev.millrace.bench.net;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/// Where something is fetched over HTTP, without TLS.
///
/// @param uri absolute, with a host
public record HttpUrl(URI uri) {
    private static final int HTTP_PORT = 80;

    /// Reads a URL as people write it.
    public static HttpUrl parse(String url) throws Malformed, Unsupported {
        try {
            return of(new URI(url.strip()));
        } catch (URISyntaxException e) {
            throw new Malformed("not a URL: " + e.getReason());
        }
    }

    private static HttpUrl of(URI uri) throws Malformed, Unsupported {
        if (!"http".equals(uri.getScheme())) {
            throw new Unsupported("URL scheme %s, not http".formatted(uri.getScheme()));
        }
        if (uri.getHost() == null) {
            throw new Malformed("a URL without a host");
        }
        return new HttpUrl(uri);
    }

    /// What `reference`, which stands in an answer from here, means.
    public HttpUrl resolve(String reference) throws Malformed, Unsupported {
        try {
            return of(uri.resolve(new URI(reference)));
        } catch (URISyntaxException e) {
            throw new Malformed("not a URL: " + e.getReason());
        }
    }

    public String host() {
        return Objects.requireNonNull(uri.getHost()).replaceAll("[\\[\\]]", "");
    }

    public int port() {
        return uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(host(), port());
    }

    /// The value of the Host field.
    public String authority() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /// Path and query, as they stand in a request.
    public String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
