package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client wants to play: `rtsp://user:password@host:port/path?query`. RFC 2326, 3.2.
///
/// @param isSecure whether TLS is spoken: `rtsps`
/// @param host a name or an address, without the brackets of IPv6
/// @param path with its slash and query, as it goes to the server; may be empty
public record RtspUrl(
        boolean isSecure, String host, int port, String path, Optional<Credentials> credentials) {
    private static final int RTSP_PORT = 554;

    /// RFC 7826, 4.2, and IANA; RTSP 1.0 has no TLS.
    private static final int RTSPS_PORT = 322;

    private static final int PORT_MAX = 65_535;

    /// The last `@` counts: people forget to write others as `%40`.
    private static final Pattern FORM =
            Pattern.compile(
                    "(\\w+)://(?:([^/?#]*)@)?(\\[[\\w:.%-]+]|[^/:?#\\[\\]@\\s]+)(?::(\\d{1,5}))?"
                            + "([/?][^#]*)?(?:#.*)?");

    /// Reads a URL as people write it.
    ///
    /// @throws Malformed without repeating the URL, which may hold a password
    public static RtspUrl parse(String url) throws ProtocolException {
        Matcher form = FORM.matcher(url.strip());
        if (!form.matches()) {
            throw new Malformed("not of the form rtsp://[user:password@]host[:port]/path");
        }
        boolean secure = isSecure(form.group(1));
        int port = secure ? RTSPS_PORT : RTSP_PORT;
        if (form.group(4) != null) {
            port = port(form.group(4));
        }
        String host = form.group(3).replaceAll("[\\[\\]]", "");
        String path = form.group(5) == null ? "" : ascii(form.group(5));
        Optional<Credentials> credentials =
                form.group(2) == null
                        ? Optional.empty()
                        : Optional.of(Credentials.parse(form.group(2)));
        return new RtspUrl(secure, host, port, path, credentials);
    }

    /// Where a server says to go instead. It gets to know who we are only if it is the same one,
    /// and as well protected.
    ///
    /// @param location a URL
    public RtspUrl redirected(String location) throws ProtocolException {
        RtspUrl other = parse(location);
        boolean isSame = other.host.equalsIgnoreCase(host) && (other.isSecure || !isSecure);
        return isSame && other.credentials.isEmpty()
                ? new RtspUrl(other.isSecure, other.host, other.port, other.path, credentials)
                : other;
    }

    /// The URL as servers get to see it, without who asks.
    @Override
    public String toString() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        boolean isUsual = port == (isSecure ? RTSPS_PORT : RTSP_PORT);
        return "%s://%s%s%s"
                .formatted(isSecure ? "rtsps" : "rtsp", bracketed, isUsual ? "" : ":" + port, path);
    }

    private static boolean isSecure(String scheme) throws Unsupported {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "rtsp" -> false;
            case "rtsps" -> true;
            default -> throw new Unsupported("URL scheme %s, not rtsp or rtsps".formatted(scheme));
        };
    }

    private static int port(String digits) throws Malformed {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > PORT_MAX) {
            throw new Malformed("port %d is not within 1 and %d".formatted(port, PORT_MAX));
        }
        return port;
    }

    /// What has no place in a line of a request, in the way URLs write such things. RFC 3986, 2.1.
    private static String ascii(String path) {
        var out = new StringBuilder(path.length());
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 0x7F) {
                out.append((char) octet);
            } else {
                out.append("%%%02X".formatted(octet & 0xFF));
            }
        }
        return out.toString();
    }
}
