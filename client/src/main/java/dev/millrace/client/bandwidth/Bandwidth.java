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
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;

/// Measures the line to a server: to a Millrace server over HTTP, and to any that has the bandwidth
/// check of SRS over RTMP. Blocks; belongs to one thread.
public final class Bandwidth {
    private static final String PATH = "/api/v2/bandwidth";
    private static final String SECONDS = "seconds=";

    /// More than what a compressor on the way remembers.
    private static final int PIECE_BYTES = 64 << 10;

    private static final int STATUS_OK = 200;
    private static final int ANSWER_BYTES_MAX = 64 << 10;

    /// The reason in a problem document (RFC 9457), with what JSON escapes.
    private static final Pattern DETAIL =
            Pattern.compile("\"detail\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);
    private static final int REDIRECTIONS_MAX = 5;

    private final ClientOptions options;

    /// Where it is measured, with all that is asked for but the time.
    private URI place;

    /// Only for who it was meant for.
    private Optional<String> userInfo;

    private Bandwidth(URI place, Optional<String> userInfo, ClientOptions options) {
        this.place = place;
        this.userInfo = userInfo;
        this.options = options;
    }

    /// Measures one way and then the other.
    ///
    /// Over HTTP every byte of a body counts, over RTMP every byte of the connection, but not those
    /// of TLS. What is sent is counted by the server. Over HTTP redirections are followed, five at
    /// most, and both ways are measured where they end; a user and a password go to another host,
    /// or out of TLS, never.
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
        URI uri = parse(url);
        return new Bandwidth(place(uri), Optional.ofNullable(uri.getUserInfo()), options)
                .measure(each);
    }

    private BandwidthReport measure(Duration each) throws IOException {
        URI asked = server(place);
        try {
            Direction down = down(each);
            Direction up = up(each);
            return new BandwidthReport(
                    down, up, Optional.of(server(place)).filter(it -> !it.equals(asked)));
        } catch (IOException e) {
            throw server(place).equals(asked) ? e : there(e);
        }
    }

    /// Says where it went wrong, which is not where it was asked.
    private IOException there(IOException e) {
        String where = "redirected to %s: ".formatted(server(place));
        return switch (e) {
            case RejectedException no ->
                    new RejectedException(no.code(), where + no.description(), no.redirect());
            case UnknownHostException _ -> new IOException(where + "there is no such host", e);
            default -> new IOException(where + e.getMessage(), e);
        };
    }

    private static URI place(URI uri) {
        String more = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(server(uri) + PATH + more);
    }

    /// Scheme, host and port.
    private static URI server(URI uri) {
        String hostAndPort = uri.getRawAuthority().replaceFirst("^.*@", "");
        return URI.create(uri.getScheme() + "://" + hostAndPort);
    }

    private static URI parse(String url) throws MalformedURLException {
        try {
            var uri = new URI(url.strip());
            if (!isHttp(uri)) {
                throw new MalformedURLException(
                        "not of the form http://host[:port] or rtmp://host[:port]/app?key=KEY");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new MalformedURLException("not a URL: " + e.getReason());
        }
    }

    private static boolean isHttp(URI uri) {
        boolean isKnown = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        return isKnown && uri.getHost() != null;
    }

    private Direction down(Duration each) throws IOException {
        HttpURLConnection asked = follow(each);
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

    /// The answer of the place where redirections end.
    private HttpURLConnection follow(Duration time) throws IOException {
        for (int hops = 0; ; hops++) {
            HttpURLConnection asked = ask(time);
            int status = asked.getResponseCode();
            String location = asked.getHeaderField("Location");
            if (!REDIRECTIONS.contains(status) || location == null) {
                return asked;
            }
            asked.disconnect();
            if (hops == REDIRECTIONS_MAX) {
                throw new RejectedException(
                        Integer.toString(status),
                        "it is redirected more than %d times".formatted(REDIRECTIONS_MAX),
                        Optional.empty());
            }
            moveTo(location);
        }
    }

    private void moveTo(String location) throws IOException {
        URI next;
        try {
            next = place.resolve(location.strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("it is redirected to what is no URL", e);
        }
        if (!isHttp(next)) {
            throw new IOException("it is redirected to what is neither http nor https");
        }
        boolean isSameHost = next.getHost().equalsIgnoreCase(place.getHost());
        boolean mayKnow = server(next).equals(server(place)) || next.getScheme().equals("https");
        if (!isSameHost || !mayKnow) {
            userInfo = Optional.empty();
        }
        String query = next.getRawQuery() == null ? "" : "?" + next.getRawQuery();
        place = URI.create(server(next) + next.getRawPath() + query);
    }

    private HttpURLConnection ask(Duration time) throws IOException {
        var asked = (HttpURLConnection) at(time).toURL().openConnection();
        asked.setInstanceFollowRedirects(false);
        asked.setConnectTimeout(options.connectTimeoutMs());
        asked.setReadTimeout(options.readTimeoutMs());
        if (asked instanceof HttpsURLConnection secure) {
            options.tls().ifPresent(tls -> secure.setSSLSocketFactory(tls.getSocketFactory()));
        }
        userInfo.ifPresent(user -> asked.setRequestProperty("Authorization", basic(user)));
        return asked;
    }

    /// A server that redirects has mostly put the time into its answer, too.
    private URI at(Duration time) {
        String query = Optional.ofNullable(place.getRawQuery()).orElse("");
        String more =
                Stream.of(query.split("&"))
                        .filter(it -> !it.isEmpty() && !it.startsWith(SECONDS))
                        .map(it -> "&" + it)
                        .collect(Collectors.joining());
        return URI.create(
                "%s%s?%s%d%s"
                        .formatted(
                                server(place),
                                place.getRawPath(),
                                SECONDS,
                                time.toSeconds(),
                                more));
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
