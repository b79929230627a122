package dev.millrace.client;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.bytes.Shown;
import dev.millrace.hls.ByteRange;
import dev.millrace.media.Route;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
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

    /// Characters that stand in file names, and not in URIs.
    private static final String UNESCAPED = " \"<>\\^`{|}";

    /// Enough to tell one kind of content from another.
    private static final int HEAD_BYTES = 8;

    private final ClientOptions options;
    private URI uri;
    private volatile @Nullable HttpURLConnection connection;
    private volatile boolean closed;
    private PushbackInputStream in = new PushbackInputStream(InputStream.nullInputStream());

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
        return of(uri, options).open(Optional.empty());
    }

    /// Asks for the resource, or a range of it, and waits for the beginning of the answer.
    ///
    /// @throws RejectedException when the answer is not 200 or 206; the code is the status
    HttpBody open(Optional<ByteRange> range) throws IOException {
        URI first = uri;
        for (int hops = 0; ; hops++) {
            HttpURLConnection asked = ask(range);
            int status = statusOf(asked);
            if (status == STATUS_OK || status == STATUS_PARTIAL) {
                take(asked, status == STATUS_OK ? range : Optional.empty());
                return this;
            }
            String location = asked.getHeaderField("Location");
            String reason = Optional.ofNullable(asked.getResponseMessage()).orElse("");
            asked.disconnect();
            if (!REDIRECTIONS.contains(status) || location == null) {
                throw new RejectedException(Integer.toString(status), reason, Optional.empty());
            }
            if (hops == REDIRECTIONS_MAX) {
                String reasonToStop =
                        "%s is redirected more than %d times"
                                .formatted(shown(first), REDIRECTIONS_MAX);
                throw new RejectedException(
                        Integer.toString(status), reasonToStop, Optional.empty());
            }
            uri = resolve(uri, location);
        }
    }

    InputStream in() {
        return in;
    }

    /// From here on the body is what this makes of it.
    void decrypt(Cipher cipher) {
        in = new PushbackInputStream(new CipherInputStream(in, cipher), HEAD_BYTES);
    }

    /// What the body begins with; it can still be read. Fewer bytes if there are no more.
    byte[] head() throws IOException {
        byte[] head = in.readNBytes(HEAD_BYTES);
        in.unread(head);
        return head;
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
            target = base.resolve(escaped(reference.strip()));
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

    private void take(HttpURLConnection asked, Optional<ByteRange> ignoredRange)
            throws IOException {
        String encoding = Optional.ofNullable(asked.getContentEncoding()).orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new BrokenStreamException(
                    new Unsupported(
                            "what came is compressed (%s), which was not asked for"
                                    .formatted(Shown.of(encoding))));
        }
        var body = new Body(asked.getInputStream(), asked.getContentLengthLong(), options);
        if (ignoredRange.isPresent()) { // and so all of it comes
            body.skipNBytes(ignoredRange.get().offsetBytes());
            body.limit(ignoredRange.get().lengthBytes());
        }
        in = new PushbackInputStream(body, HEAD_BYTES);
    }

    /// Java waits for each byte of a header anew, so someone must look at the clock.
    private int statusOf(HttpURLConnection asked) throws IOException {
        var answered = new CountDownLatch(1);
        var late = new AtomicBoolean();
        long patienceMs = (long) options.connectTimeoutMs() + options.readTimeoutMs();
        Thread.ofVirtual().start(() -> hangUpAfter(patienceMs, asked, answered, late));
        try {
            int status = asked.getResponseCode();
            if (status >= 0 && !late.get()) {
                return status;
            }
        } catch (IOException e) {
            if (!late.get()) {
                throw e;
            }
        } finally {
            answered.countDown();
        }
        if (late.get()) {
            throw new SocketTimeoutException("the answer does not begin in time");
        }
        throw new BrokenStreamException(new Malformed("what came is no answer of HTTP"));
    }

    private static void hangUpAfter(
            long patienceMs, HttpURLConnection asked, CountDownLatch answered, AtomicBoolean late) {
        try {
            if (!answered.await(patienceMs, TimeUnit.MILLISECONDS)) {
                late.set(true);
                asked.disconnect();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpURLConnection ask(Optional<ByteRange> range) throws IOException {
        if (uri.getHost() == null || !Set.of("http", "https").contains(schemeOf(uri))) {
            throw new MalformedURLException("refers to what is neither http nor https");
        }
        var asked =
                (HttpURLConnection) withAuthority(uri, hostAndPort(uri)).toURL().openConnection();
        asked.setConnectTimeout(options.connectTimeoutMs());
        // Somebody looks at the clock in any case until the body begins.
        asked.setReadTimeout(options.isSupervised() ? 0 : options.readTimeoutMs());
        asked.setInstanceFollowRedirects(false);
        asked.setUseCaches(false);
        asked.setRequestProperty("User-Agent", "Millrace");
        if (!options.via().isEmpty()) { // RFC 8586
            asked.setRequestProperty("CDN-Loop", Route.text(options.via()));
        }
        range.ifPresent(part -> asked.setRequestProperty("Range", rangeHeader(part)));
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

    private static String rangeHeader(ByteRange range) {
        long last = range.offsetBytes() + range.lengthBytes() - 1;
        return "bytes=" + range.offsetBytes() + "-" + last;
    }

    /// As it may stand in a message: without user and password, and without what may be a key.
    private static String shown(URI uri) {
        return "%s://%s%s".formatted(uri.getScheme(), hostAndPort(uri), uri.getPath());
    }

    private static String schemeOf(URI uri) {
        return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    }

    private static String hostAndPort(URI uri) {
        String authority = uri.getRawAuthority();
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    /// What people and encoders write although no URI has it, as a URI has it.
    private static String escaped(String reference) {
        var text = new StringBuilder();
        reference
                .chars()
                .forEach(c -> {
                    if (UNESCAPED.indexOf(c) >= 0) {
                        text.append("%%%02X".formatted(c));
                    } else {
                        text.append((char) c);
                    }
                });
        return text.toString();
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

        private long lengthBytes;
        private final long patienceNs;
        private boolean limited;
        private long readBytes;
        private long waitedNs;
        private long cameBytes;

        Body(InputStream in, long lengthBytes, ClientOptions options) {
            super(in);
            this.lengthBytes = lengthBytes;
            this.patienceNs = options.readTimeout().toNanos();
        }

        /// What is behind so many bytes from here on is not read.
        void limit(long bytes) {
            lengthBytes = bytes;
            readBytes = 0;
            limited = true;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            long startNs = System.nanoTime();
            long left = limited ? lengthBytes - readBytes : Long.MAX_VALUE;
            int count = left == 0 ? -1 : in.read(bytes, offset, (int) Math.min(left, length));
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
