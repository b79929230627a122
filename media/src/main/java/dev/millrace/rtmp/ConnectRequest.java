package dev.millrace.rtmp;

import dev.millrace.amf.AmfValue;
import dev.millrace.media.Route;
import java.util.List;
import java.util.Optional;

/// The connect command of a client. RTMP 1.0, section 7.2.1.1. Every text may be empty.
///
/// @param vhost the virtual host asked for with `?vhost=` or `...vhost...`, else the host of the
///   tcUrl, else empty
/// @param app the application without its parameters, several segments perhaps
/// @param query the parameters of application or tcUrl, still encoded
/// @param tcUrl the URL as the client gave it
/// @param properties the whole command object, or whatever stood in its place
public record ConnectRequest(
        String vhost, String app, String query, String tcUrl, AmfValue properties) {
    /// What [#via] is called in the command object. Servers that do not know it pass over it.
    static final String VIA = "millraceVia";

    /// Takes the application from the command object, and from the tcUrl what is missing there.
    static ConnectRequest of(AmfValue properties) {
        String tcUrl = properties.text("tcUrl", "").strip();
        int scheme = tcUrl.indexOf("://");
        String rest = scheme < 0 ? "" : tcUrl.substring(scheme + 3);
        int authorityEnd = authorityEnd(rest);
        AddressParts url = AddressParts.parse(rest.substring(authorityEnd));
        AddressParts own = AddressParts.parse(properties.text("app", "").strip());
        AddressParts app = own.segments().isEmpty() ? url : own;
        String query = own.query().isEmpty() ? url.query() : own.query();
        return new ConnectRequest(
                AddressParts.parameter(query, "vhost")
                        .orElse(host(rest.substring(0, authorityEnd))),
                String.join("/", app.segments()),
                query,
                tcUrl,
                properties);
    }

    /// The decoded value of the first parameter called `name`, of the application or the tcUrl, but
    /// not of a stream. A comma separates as well as `&`, as clients of SRS have it.
    public Optional<String> parameter(String name) {
        int mark = tcUrl.indexOf('?');
        return parameter(query, name)
                .or(() -> mark < 0 ? Optional.empty() : parameter(tcUrl.substring(mark), name));
    }

    private static Optional<String> parameter(String text, String name) {
        return AddressParts.parameter(text.replaceAll("[?,]", "&"), name);
    }

    /// The page that embeds the player.
    public String pageUrl() {
        return properties.text("pageUrl", "");
    }

    /// The player program.
    public String swfUrl() {
        return properties.text("swfUrl", "");
    }

    /// The name and version of the client: `FMLE/3.0 (compatible; Lavf59.27.100)`.
    public String flashVer() {
        return properties.text("flashVer", "");
    }

    /// The servers that the stream goes through between its publisher or viewer and here; see
    /// [Route].
    public List<String> via() {
        return Route.parse(properties.text(VIA, ""));
    }

    /// What the client can be sent beyond RTMP 1.0.
    public Capabilities capabilities() {
        return Capabilities.of(properties);
    }

    private static int authorityEnd(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (rest.charAt(i) == '/' || rest.charAt(i) == '?') {
                return i;
            }
        }
        return rest.length();
    }

    /// The host of `user@host:port` or `[v6]:port`, without brackets.
    private static String host(String authority) {
        String hostPort = authority.substring(authority.lastIndexOf('@') + 1);
        if (hostPort.startsWith("[")) {
            int close = hostPort.indexOf(']');
            return hostPort.substring(1, close < 0 ? hostPort.length() : close);
        }
        int colon = hostPort.indexOf(':');
        return colon < 0 ? hostPort : hostPort.substring(0, colon);
    }
}
