package dev.millrace.gateway.http;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// What a URL says of a stream: `/{app}/{stream}.{extension}?vhost={vhost}`, decoded and not yet
/// checked. The app may have several segments.
///
/// @param path between the first slash and the extension
/// @param extension behind the last dot of the last segment
/// @param vhost empty for the default one
public record StreamPath(String path, String extension, String vhost) {
    /// Empty if the last segment has no extension.
    public static Optional<StreamPath> of(Request request) {
        return of(request.getHttpURI().getDecodedPath())
                .map(url -> new StreamPath(url.path, url.extension, VhostHandler.of(request)));
    }

    /// The same of a path alone, in the default virtual host.
    public static Optional<StreamPath> of(@Nullable String path) {
        if (path == null || !path.startsWith("/")) {
            return Optional.empty();
        }
        int slash = path.lastIndexOf('/');
        int dot = path.lastIndexOf('.');
        if (dot <= slash) {
            return Optional.empty();
        }
        return Optional.of(new StreamPath(path.substring(1, dot), path.substring(dot + 1), ""));
    }

    /// The channel of this path.
    ///
    /// @throws Malformed saying what is wrong with the name
    public ChannelName channel() throws Malformed {
        return channel(path);
    }

    /// The channel of another path, in the same virtual host.
    public ChannelName channel(String other) throws Malformed {
        int slash = other.lastIndexOf('/');
        if (slash < 0) {
            // Says what is missing.
            return ChannelName.parse(other);
        }
        return ChannelName.of(vhost, other.substring(0, slash), other.substring(slash + 1));
    }
}
