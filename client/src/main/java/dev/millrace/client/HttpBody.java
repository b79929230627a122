package dev.millrace.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/// The body of one HTTP answer, while it arrives.
///
/// It is the older of Java's two HTTP clients on purpose: only that one can say "nothing came for
/// so long" in the middle of a body without end, and it needs no threads of its own.
final class HttpBody implements Closeable {
    private static final int STATUS_OK = 200;
    private static final int STATUS_PARTIAL = 206;

    private final HttpURLConnection connection;
    private final InputStream in;

    private HttpBody(HttpURLConnection connection, InputStream in) {
        this.connection = connection;
        this.in = in;
    }

    /// A URL as people write it.
    static URI parse(String url) throws MalformedURLException {
        try {
            var uri = new URI(url.strip());
            if (uri.getHost() == null || uri.getPath() == null) {
                throw new MalformedURLException("not of the form http://host[:port]/path");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new MalformedURLException("not a URL: " + e.getReason());
        }
    }

    static HttpBody get(URI uri, ClientOptions options) throws IOException {
        return get(uri, "", options);
    }

    /// Asks for the resource and waits for the beginning of the answer.
    ///
    /// @param range the value of the `Range` header, or nothing for all of it
    /// @throws RejectedException when the answer is not 200 or 206; the code is the status
    static HttpBody get(URI uri, String range, ClientOptions options) throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(options.connectTimeoutMs());
        connection.setReadTimeout(options.readTimeoutMs());
        connection.setRequestProperty("User-Agent", "Millrace");
        connection.setUseCaches(false);
        if (!range.isEmpty()) {
            connection.setRequestProperty("Range", range);
        }
        if (connection instanceof HttpsURLConnection secured) {
            secured.setSSLSocketFactory(Sockets.tls(options));
        }
        int status = connection.getResponseCode();
        if (status != STATUS_OK && status != STATUS_PARTIAL) {
            String reason = Optional.ofNullable(connection.getResponseMessage()).orElse("");
            connection.disconnect();
            throw new RejectedException(Integer.toString(status), reason, Optional.empty());
        }
        return new HttpBody(connection, connection.getInputStream());
    }

    InputStream in() {
        return in;
    }

    /// Where the body came from in the end, after redirections.
    URI uri() {
        return URI.create(connection.getURL().toString());
    }

    /// Hangs up. Any thread; safe to repeat.
    @Override
    public void close() {
        connection.disconnect();
    }
}
