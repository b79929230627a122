package dev.millrace.rtmp;

import dev.millrace.amf.AmfValue;

/// The connect command of a client. RTMP 1.0, section 7.2.1.1. Every text may be empty.
///
/// @param vhost the virtual host asked for with `?vhost=` or `...vhost...`, else the host of the
///   tcUrl, else empty
/// @param app the application without its parameters, several segments perhaps
/// @param query the parameters of application and tcUrl, still encoded
/// @param tcUrl the URL as the client gave it
/// @param properties the whole command object, or whatever stood in its place
public record ConnectRequest(
        String vhost, String app, String query, String tcUrl, AmfValue properties) {
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
}
