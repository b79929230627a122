package dev.millrace.client;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/// Finds the source for a URL.
public final class MediaSources {
    private MediaSources() {}

    /// Opens `rtmp://`, `rtmps://`, `rtsp://`, `rtsps://`, `http://` and `https://` (HLS if the
    /// path ends in `.m3u8`, MPEG-TS if it ends in `.ts`, else FLV), or an FLV file.
    ///
    /// @throws RejectedException when the server does not want to serve it
    public static MediaSource open(String url, ClientOptions options) throws IOException {
        int schemeEnd = url.indexOf("://");
        String scheme = schemeEnd < 0 ? "file" : url.substring(0, schemeEnd);
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "rtmp", "rtmps" -> RtmpPlayer.connect(url, options);
            case "rtsp", "rtsps" -> RtspPlayer.connect(url, options);
            case "http", "https" -> openHttp(HttpBody.parse(url), options);
            case "file" -> new FlvFileReader(path(url));
            default ->
                    throw new MalformedURLException(
                            "URL scheme %s; known are rtmp, rtmps, rtsp, rtsps, http, https, file"
                                    .formatted(scheme));
        };
    }

    private static MediaSource openHttp(URI uri, ClientOptions options) throws IOException {
        String path = uri.getPath().toLowerCase(Locale.ROOT);
        if (path.endsWith(".m3u8")) {
            return HlsPlayer.connect(uri.toString(), options);
        }
        return path.endsWith(".ts")
                ? HttpTsPlayer.connect(uri.toString(), options)
                : HttpFlvPlayer.connect(uri.toString(), options);
    }

    private static Path path(String url) throws MalformedURLException {
        if (!url.startsWith("file:")) {
            return Path.of(url);
        }
        try {
            return Path.of(URI.create(url));
        } catch (IllegalArgumentException e) {
            throw new MalformedURLException("not a file: " + e.getMessage());
        }
    }
}
