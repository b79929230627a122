package dev.millrace.client.bandwidth;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.RejectedException;
import dev.millrace.client.bandwidth.BandwidthReport.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;

/// Measures the line to a server: to a Millrace server over HTTP, and to any that has the bandwidth
/// check of SRS over RTMP. Blocks; belongs to one thread.
public final class Bandwidth {
    private static final String PATH = "/api/v2/bandwidth";

    /// More than what a compressor on the way remembers.
    private static final int PIECE_BYTES = 64 << 10;

    private static final int STATUS_OK = 200;
    private static final int ANSWER_BYTES_MAX = 64 << 10;

    /// The reason in a problem document (RFC 9457), with what JSON escapes.
    private static final Pattern DETAIL =
            Pattern.compile("\"detail\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final URI uri;
    private final ClientOptions options;

    private Bandwidth(URI uri, ClientOptions options) {
        this.uri = uri;
        this.options = options;
    }

    /// Measures one way and then the other.
    ///
    /// Over HTTP every byte of a body counts, over RTMP every byte of the connection, but not those
    /// of TLS. What is sent is counted by the server.
    ///
    /// @param url of the server, `http://host:8080`; with `?key=` if it asks for one, or the token
    ///   of its administrators as password. Or `rtmp://host/app?key=KEY`, or `rtmps`
    /// @param each how long it is measured each way, in whole seconds. SRS has 3 seconds always
    /// @throws RejectedException saying why the server does not take part; the code is the status,
    ///   or that of RTMP
    /// @throws MalformedURLException without the URL, which may hold a key
    public static BandwidthReport measure(String url, Duration each, ClientOptions options)
            throws IOException {
        if (RtmpBandwidth.isFor(url)) {
            return RtmpBandwidth.measure(url, each, options);
        }
        var measured = new Bandwidth(parse(url), options);
        Direction down = measured.down(each);
        return new BandwidthReport(down, measured.up(each));
    }

    private static URI parse(String url) throws MalformedURLException {
        try {
            var uri = new URI(url.strip());
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!isHttp || uri.getHost() == null) {
                throw new MalformedURLException(
                        "not of the form http://host[:port] or rtmp://host[:port]/app?key=KEY");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new MalformedURLException("not a URL: " + e.getReason());
        }
    }

    private Direction down(Duration each) throws IOException {
        HttpURLConnection asked = ask(each);
        try {
            requireOk(asked);
            byte[] bytes = new byte[PIECE_BYTES];
            long startNs = System.nanoTime();
            long count = 0;
            try (InputStream in = asked.getInputStream()) {
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    count += length;
                }
            }
            return new Direction(count, Duration.ofNanos(System.nanoTime() - startNs));
        } finally {
            asked.disconnect();
        }
    }

    /// The server has taken all of it when it answers; what waits on the way is not counted.
    private Direction up(Duration each) throws IOException {
        HttpURLConnection asked = ask(each.plusSeconds(1));
        try {
            asked.setRequestMethod("POST");
            asked.setDoOutput(true);
            asked.setChunkedStreamingMode(PIECE_BYTES);
            byte[] noise = new byte[PIECE_BYTES];
            new Random().nextBytes(noise);
            long startNs = System.nanoTime();
            long count = 0;
            try (OutputStream out = asked.getOutputStream()) {
                while (System.nanoTime() - startNs < each.toNanos()) {
                    out.write(noise);
                    count += noise.length;
                }
            }
            requireOk(asked);
            return new Direction(count, Duration.ofNanos(System.nanoTime() - startNs));
        } finally {
            asked.disconnect();
        }
    }

    private HttpURLConnection ask(Duration time) throws IOException {
        String base = uri.getScheme() + "://" + uri.getRawAuthority().replaceFirst("^.*@", "");
        String more = uri.getRawQuery() == null ? "" : "&" + uri.getRawQuery();
        URI place = URI.create("%s%s?seconds=%d%s".formatted(base, PATH, time.toSeconds(), more));
        var asked = (HttpURLConnection) place.toURL().openConnection();
        asked.setConnectTimeout(options.connectTimeoutMs());
        asked.setReadTimeout(options.readTimeoutMs());
        if (asked instanceof HttpsURLConnection secure) {
            options.tls().ifPresent(tls -> secure.setSSLSocketFactory(tls.getSocketFactory()));
        }
        Optional.ofNullable(uri.getUserInfo())
                .ifPresent(user -> asked.setRequestProperty("Authorization", basic(user)));
        return asked;
    }

    private static String basic(String userInfo) {
        byte[] bytes = userInfo.getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private static void requireOk(HttpURLConnection asked) throws IOException {
        int status = asked.getResponseCode();
        if (status != STATUS_OK) {
            throw new RejectedException(Integer.toString(status), reason(asked), Optional.empty());
        }
    }

    private static String reason(HttpURLConnection asked) throws IOException {
        String usual = Optional.ofNullable(asked.getResponseMessage()).orElse("");
        try (InputStream error = asked.getErrorStream()) {
            if (error == null) {
                return usual;
            }
            String text = new String(error.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
            Matcher detail = DETAIL.matcher(text);
            return detail.find() ? detail.group(1).replaceAll("\\\\(.)", "$1") : usual;
        }
    }
}
