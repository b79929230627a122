package dev.millrace.client;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/// The body of one HTTP answer, while it arrives.
///
/// It is the older of Java's two HTTP clients on purpose: only that one can say "nothing came for
/// so long" in the middle of a body without end, and it needs no threads of its own.
///
/// Redirections are followed here, since Java's client does not go from `http` to `https`. The
/// user-info of a URL (`http://user:password@host/`) is sent as Basic credentials to its own host
/// only. One thread asks and reads; any thread may close.
final class HttpBody implements Closeable {
    private static final int STATUS_OK = 200;
    private static final int STATUS_PARTIAL = 206;
    private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);

    /// Browsers follow twenty; whoever needs as many has made a mistake.
    private static final int REDIRECTIONS_MAX = 10;

    private URI uri;
    private final ClientOptions options;
    private volatile @Nullable HttpURLConnection connection;
    private volatile boolean closed;
    private InputStream in = InputStream.nullInputStream();

    private HttpBody(URI uri, ClientOptions options) {
        this.uri = uri;
        this.options = options;
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

    /// Nothing is asked for yet; but it can be closed from here on.
    static HttpBody of(URI uri, ClientOptions options) {
        return new HttpBody(uri, options);
    }

    static HttpBody get(URI uri, ClientOptions options) throws IOException {
        return of(uri, options).open("");
    }

    /// Asks for the resource and waits for the beginning of the answer.
    ///
    /// @param range the value of the `Range` header, or nothing for all of it
    /// @throws RejectedException when the answer is not 200 or 206; the code is the status
    HttpBody open(String range) throws IOException {
        for (int hops = 0; ; hops++) {
            HttpURLConnection asked = ask(range);
            int status = asked.getResponseCode();
            if (status == STATUS_OK || status == STATUS_PARTIAL) {
                in = new Body(asked.getInputStream(), asked.getContentLengthLong(), options);
                return this;
            }
            String location = asked.getHeaderField("Location");
            String reason = Optional.ofNullable(asked.getResponseMessage()).orElse("");
            asked.disconnect();
            if (!REDIRECTIONS.contains(status) || location == null) {
                throw new RejectedException(Integer.toString(status), reason, Optional.empty());
            }
            if (hops == REDIRECTIONS_MAX) {
                throw new RejectedException(
                        Integer.toString(status),
                        "redirected more than %d times".formatted(REDIRECTIONS_MAX),
                        Optional.empty());
            }
            uri = resolve(uri, location);
        }
    }

    InputStream in() {
        return in;
    }

    /// All of the body, as long as it comes within the time a server may be silent.
    byte[] readAll(int bytesMax) throws IOException {
        long startNs = System.nanoTime();
        var all = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 << 10];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            all.write(buffer, 0, length);
            if (all.size() > bytesMax) {
                throw new IOException("the answer has more than %d bytes".formatted(bytesMax));
            }
            if (System.nanoTime() - startNs > options.readTimeout().toNanos()) {
                throw new SocketTimeoutException("the answer is not complete in time");
            }
        }
        return all.toByteArray();
    }

    /// Where the body came from in the end, after redirections, with credentials if they hold
    /// there.
    URI uri() {
        return uri;
    }

    /// Hangs up. Any thread; safe to repeat.
    @Override
    public void close() {
        closed = true;
        HttpURLConnection open = connection;
        if (open != null) {
            open.disconnect();
        }
    }

    /// What a reference means that stands in what came from `base`. Credentials go with it to the
    /// same host, unless that would be without TLS for the first time.
    static URI resolve(URI base, String reference) throws MalformedURLException {
        URI target;
        try {
            target = base.resolve(reference.strip());
        } catch (IllegalArgumentException e) {
            throw new MalformedURLException("refers to what is no URL");
        }
        String userInfo = base.getRawUserInfo();
        if (userInfo == null || target.getRawUserInfo() != null || target.getHost() == null) {
            return target;
        }
        boolean sameHost = target.getHost().equalsIgnoreCase(base.getHost());
        boolean same =
                schemeOf(target).equals(schemeOf(base)) && target.getPort() == base.getPort();
        boolean mayKnow = sameHost && (same || schemeOf(target).equals("https"));
        return mayKnow ? withAuthority(target, userInfo + "@" + hostAndPort(target)) : target;
    }

    private HttpURLConnection ask(String range) throws IOException {
        if (uri.getHost() == null || !Set.of("http", "https").contains(schemeOf(uri))) {
            throw new MalformedURLException("refers to what is neither http nor https");
        }
        var asked =
                (HttpURLConnection) withAuthority(uri, hostAndPort(uri)).toURL().openConnection();
        asked.setConnectTimeout(options.connectTimeoutMs());
        asked.setReadTimeout(options.readTimeoutMs());
        asked.setInstanceFollowRedirects(false);
        asked.setUseCaches(false);
        asked.setRequestProperty("User-Agent", "Millrace");
        if (!range.isEmpty()) {
            asked.setRequestProperty("Range", range);
        }
        if (uri.getUserInfo() != null) {
            byte[] credentials = uri.getUserInfo().getBytes(StandardCharsets.UTF_8);
            asked.setRequestProperty(
                    "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        if (asked instanceof HttpsURLConnection secured) {
            secured.setSSLSocketFactory(Sockets.tls(options));
        }
        connection = asked;
        if (closed) {
            throw new IOException("closed");
        }
        return asked;
    }

    private static String schemeOf(URI uri) {
        return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    }

    private static String hostAndPort(URI uri) {
        String authority = uri.getRawAuthority();
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static URI withAuthority(URI uri, String authority) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(uri.getScheme() + "://" + authority + uri.getRawPath() + query);
    }

    /// A body that must keep coming, and must come to its end.
    private static final class Body extends FilterInputStream {
        /// Less than this while a silence is allowed is no stream, whatever it is of.
        private static final int BYTES_MIN = 256;

        private static final long UNKNOWN = -1;

        private final long lengthBytes;
        private final long patienceNs;
        private long readBytes;
        private long waitedNs;
        private long cameBytes;

        Body(InputStream in, long lengthBytes, ClientOptions options) {
            super(in);
            this.lengthBytes = lengthBytes;
            this.patienceNs = options.readTimeout().toNanos();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            long startNs = System.nanoTime();
            int count = in.read(bytes, offset, length);
            if (count < 0) {
                if (lengthBytes != UNKNOWN && readBytes < lengthBytes) {
                    throw new EOFException(
                            "the server hung up after %d of %d bytes"
                                    .formatted(readBytes, lengthBytes));
                }
                return count;
            }
            readBytes += count;
            cameBytes += count;
            waitedNs += System.nanoTime() - startNs;
            if (waitedNs > patienceNs) {
                requireEnough();
            }
            return count;
        }

        private void requireEnough() throws SocketTimeoutException {
            if (cameBytes < BYTES_MIN) {
                throw new SocketTimeoutException(
                        "only %d bytes came in %d ms".formatted(cameBytes, waitedNs / 1_000_000));
            }
            waitedNs = 0;
            cameBytes = 0;
        }
    }
}
