package dev.millrace.cluster;

import dev.millrace.media.ChannelName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where channels are on another server: a URL in which `[vhost]`, `[app]` and `[stream]` stand for
/// those of a channel. One without a path is the server alone: there the channel has its own path,
/// and its own virtual host.
///
/// @param pattern `rtmp://host/app/[stream]`, `http://host:8080`
public record Place(String pattern) {
    private static final Pattern FORM =
            Pattern.compile("(?i)(rtmps?|https?)://([^/?#\\s]+)(/[^?#\\s]*)?(\\?[^#\\s]*)?");
    private static final Pattern VARIABLE = Pattern.compile("\\[(vhost|app|stream)]");

    /// @throws IllegalArgumentException if it is no URL
    public Place {
        if (!FORM.matcher(pattern).matches()) {
            throw new IllegalArgumentException("no URL of RTMP or HTTP");
        }
    }

    /// One that somebody has named; empty if RTMP is not spoken there.
    static Optional<Place> ofRtmp(String url) {
        return FORM.matcher(url).matches()
                ? Optional.of(new Place(url)).filter(Place::isRtmp)
                : Optional.empty();
    }

    /// Whether RTMP is spoken there.
    boolean isRtmp() {
        return pattern.regionMatches(true, 0, "rtmp", 0, 4);
    }

    /// The server, for those who keep its health in mind.
    String server() {
        String authority = part(2);
        return authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /// Where a channel is, with everything that is secret.
    ///
    /// @param query of those who want it; may be empty
    String url(ChannelName channel, String query) {
        boolean isOwn = hasOwnPath();
        String path = isOwn ? ownPath(channel) : filled(part(3), channel);
        boolean hasVhost = isOwn && !channel.vhost().equals(ChannelName.DEFAULT_VHOST);
        // The virtual host stands last: behind it, RTMP may have a path.
        String parameters =
                Stream.of(
                                filled(part(4).replaceFirst("^\\?", ""), channel),
                                withoutVhost(query),
                                hasVhost ? "vhost=" + channel.vhost() : "")
                        .filter(it -> !it.isEmpty())
                        .collect(Collectors.joining("&"));
        return part(1)
                + "://"
                + part(2)
                + (isRtmp() ? path : encoded(path))
                + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    /// The same for people: without query and user; of a path that is the same for all channels the
    /// end is left out, since it is often a key.
    String shown(ChannelName channel) {
        String path = part(3);
        if (hasOwnPath()) {
            path = ownPath(channel);
        } else if (VARIABLE.matcher(path).find()) {
            path = filled(path, channel);
        } else {
            path = path.substring(0, path.lastIndexOf('/') + 1) + "…";
        }
        return part(1) + "://" + server() + path;
    }

    private boolean hasOwnPath() {
        return part(3).length() <= 1;
    }

    private String ownPath(ChannelName channel) {
        return "/" + channel.path() + (isRtmp() ? "" : ".flv");
    }

    private String part(int group) {
        Matcher form = FORM.matcher(pattern);
        String part = form.matches() ? form.group(group) : null;
        return part == null ? "" : part;
    }

    private static String filled(String text, ChannelName channel) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(part(found.group(1), channel)));
    }

    private static String part(String name, ChannelName channel) {
        return switch (name) {
            case "vhost" -> channel.vhost();
            case "app" -> channel.app();
            default -> channel.stream();
        };
    }

    private static String withoutVhost(String query) {
        List<String> parameters = Arrays.asList(query.split("&", -1));
        return parameters.stream()
                .filter(it -> !it.isEmpty() && !it.startsWith("vhost="))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            return path; // as it was written
        }
    }

    /// Without what is secret.
    @Override
    public String toString() {
        return part(1) + "://" + server();
    }
}
