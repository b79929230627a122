package dev.millrace.rtmp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a client connects to, and what it asks for there: `rtmp://host:port/app/stream?query`.
///
/// @param isSecure whether TLS is spoken: `rtmps`
/// @param host a name or an address, without the brackets of IPv6
/// @param app as it goes to the server: several segments perhaps, and `?vhost=x` if that is there
/// @param stream as it goes to the server, with its query; may be empty
public record RtmpUrl(boolean isSecure, String host, int port, String app, String stream) {
    private static final int RTMP_PORT = 1935;
    private static final int RTMPS_PORT = 443;
    private static final int PORT_MAX = 65_535;

    private static final Pattern FORM =
            Pattern.compile("(\\w+)://(\\[[\\w:.%-]+]|[^/:?\\[\\]@]+)(?::(\\d{1,5}))?(?:/(.*))?");

    /// Reads a URL as people write it.
    ///
    /// @throws Malformed without repeating the URL, which may hold a password or a stream key
    public static RtmpUrl parse(String url) throws ProtocolException {
        Matcher form = FORM.matcher(url.strip());
        if (!form.matches()) {
            throw new Malformed("not of the form rtmp://host[:port]/app/stream");
        }
        boolean secure = isSecure(form.group(1));
        int port = secure ? RTMPS_PORT : RTMP_PORT;
        if (form.group(3) != null) {
            port = port(form.group(3));
        }
        String host = form.group(2).replaceAll("[\\[\\]]", "");
        String path = form.group(4) == null ? "" : form.group(4);
        int slash = streamSlash(path);
        return slash < 0
                ? new RtmpUrl(secure, host, port, path, "")
                : new RtmpUrl(
                        secure, host, port, path.substring(0, slash), path.substring(slash + 1));
    }

    /// The URL of the application, which the connect command carries.
    public String tcUrl() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        boolean isUsual = port == (isSecure ? RTMPS_PORT : RTMP_PORT);
        return "%s://%s%s/%s"
                .formatted(isSecure ? "rtmps" : "rtmp", bracketed, isUsual ? "" : ":" + port, app);
    }

    /// The URL without parameters, which may hold a key.
    @Override
    public String toString() {
        var shown = new RtmpUrl(isSecure, host, port, shown(app), "");
        return shown.tcUrl() + "/" + shown(stream);
    }

    private static String shown(String name) {
        int mark = name.indexOf('?');
        return mark < 0 ? name : name.substring(0, mark) + "?…";
    }

    private static boolean isSecure(String scheme) throws Unsupported {
        return switch (scheme) {
            case "rtmp" -> false;
            case "rtmps" -> true;
            default -> throw new Unsupported("URL scheme %s, not rtmp or rtmps".formatted(scheme));
        };
    }

    private static int port(String digits) throws Malformed {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > PORT_MAX) {
            throw new Malformed("port %d is not within 1 and %d".formatted(port, PORT_MAX));
        }
        return port;
    }

    /// The slash in front of the stream: the last one of the path, unless parameters belong to the
    /// application, as in `app?vhost=x/stream`.
    private static int streamSlash(String path) {
        int mark = path.indexOf('?');
        if (mark < 0) {
            return path.lastIndexOf('/');
        }
        int before = path.lastIndexOf('/', mark);
        boolean isOfApp = before < 0 || path.startsWith("vhost=", mark + 1);
        int last = path.lastIndexOf('/');
        return isOfApp && last > mark ? last : before;
    }
}
