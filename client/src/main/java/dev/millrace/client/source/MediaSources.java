package dev.millrace.client.source;

import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.bytes.Shown;
import dev.millrace.client.BrokenStreamException;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.Content;
import dev.millrace.client.FlvFileReader;
import dev.millrace.client.HlsPlayer;
import dev.millrace.client.HttpFlvPlayer;
import dev.millrace.client.HttpTsPlayer;
import dev.millrace.client.MediaSource;
import dev.millrace.client.Mp4FileReader;
import dev.millrace.client.RejectedException;
import dev.millrace.client.RtmpPlayer;
import dev.millrace.client.RtspTransport;
import dev.millrace.client.TsStreamReader;
import dev.millrace.client.rtsp.RtspPlayer;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// Finds the source for a URL.
public final class MediaSources {
    private static final String KNOWN = "rtmp, rtmps, rtsp, rtspu, rtsps, http and https";

    private MediaSources() {}

    /// Opens what [#openRemote] does, or a file: FLV, MP4 or MPEG-TS, whatever its name.
    ///
    /// For URLs of people who may read files. What strangers ask for goes to [#openRemote].
    ///
    /// @throws RejectedException when the server does not want to serve it
    public static MediaSource open(String url, ClientOptions options) throws IOException {
        boolean isFile = !url.contains("://") || url.regionMatches(true, 0, "file:", 0, 5);
        return isFile ? openFile(path(url)) : openRemote(url, options);
    }

    /// Opens `rtmp://`, `rtmps://`, `rtsp://`, `rtspu://` (RTSP whose packets come over UDP),
    /// `rtsps://`, `http://` and `https://` (HLS if the path ends in `.m3u8`, MPEG-TS if it ends in
    /// `.ts`, else FLV), and never a file.
    ///
    /// @throws RejectedException when the server does not want to serve it
    public static MediaSource openRemote(String url, ClientOptions options) throws IOException {
        String scheme = url.substring(0, Math.max(0, url.indexOf("://")));
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "rtmp", "rtmps" -> RtmpPlayer.connect(url, options);
            case "rtsp", "rtsps" -> RtspPlayer.connect(url, options);
            case "rtspu" -> openRtspOverUdp(url, options);
            case "http", "https" -> openHttp(url, options);
            default ->
                    throw new MalformedURLException(
                            "URL scheme %s; known are %s".formatted(Shown.of(scheme), KNOWN));
        };
    }

    /// The scheme is that of GStreamer; the one of RFC 2326 for RTSP itself over UDP is not in use.
    private static MediaSource openRtspOverUdp(String url, ClientOptions options)
            throws IOException {
        String rtsp = "rtsp" + url.substring(url.indexOf("://"));
        return RtspPlayer.connect(rtsp, options.withRtspTransport(RtspTransport.UDP));
    }

    /// Opens a file of FLV, MP4 or MPEG-TS, whatever its name.
    ///
    /// @throws NoSuchFileException when it is not there
    /// @throws BrokenStreamException when it is something else
    public static MediaSource openFile(Path file) throws IOException {
        byte[] head = head(file);
        return switch (Content.of(head)) {
            case FLV -> new FlvFileReader(file);
            case MP4 -> new Mp4FileReader(file);
            case MPEG_TS -> new TsStreamReader(file);
            default ->
                    throw new BrokenStreamException(
                            new Unsupported(
                                    "%s has %s, not FLV, MP4 or MPEG-TS"
                                            .formatted(file, Content.describe(head))));
        };
    }

    private static byte[] head(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such file");
        }
        if (Files.isDirectory(file)) {
            throw new IOException("%s is a folder, not a file".formatted(file));
        }
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(Content.HEAD_BYTES);
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(file.toString(), null, "may not be read");
        }
    }

    private static MediaSource openHttp(String url, ClientOptions options) throws IOException {
        String path = url.replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT);
        if (path.endsWith(".m3u8")) {
            return HlsPlayer.connect(url, options);
        }
        return path.endsWith(".ts")
                ? HttpTsPlayer.connect(url, options)
                : HttpFlvPlayer.connect(url, options);
    }

    private static Path path(String url) throws MalformedURLException {
        if (!url.regionMatches(true, 0, "file:", 0, 5)) {
            return Path.of(url);
        }
        try {
            return Path.of(URI.create(url));
        } catch (IllegalArgumentException e) {
            throw new MalformedURLException("not a file: " + e.getMessage());
        }
    }
}
