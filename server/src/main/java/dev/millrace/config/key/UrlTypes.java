package dev.millrace.config.key;

import dev.millrace.config.file.Arguments;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kinds of values that are URLs.
public final class UrlTypes {
    private static final Pattern PLACE =
            Pattern.compile(
                    "(\\w+)://(\\[[\\da-fA-F:.]+]|[^/?#\\s\\[\\]]+)(:\\d{1,5})?([/?][^#\\s]*)?");
    private static final Pattern OF_CHANNEL = Pattern.compile("\\[(vhost|app|stream)]");
    private static final Pattern OF_SEGMENT =
            Pattern.compile("\\[(vhost|app|stream|param|ts_url)]");

    private UrlTypes() {}

    /// Where a control node is called; without a user, so that it can be printed.
    public static ValueType<URI> controlUrl() {
        return url(Set.of("http", "https", "ws", "wss"));
    }

    /// Where people reach a server.
    public static ValueType<URI> siteUrl() {
        return url(Set.of("http", "https"));
    }

    /// A service on the web. It may have a query, which may be a secret.
    public static ValueType<URI> serviceUrl() {
        return new ValueType<>(
                "a URL such as `https://hooks.example.org/live`",
                UrlTypes::readUrl,
                UrlTypes::isService);
    }

    public static ValueType<List<URI>> serviceUrls() {
        return new ValueType<>(
                "`none`, or URLs such as `https://hooks.example.org/live` with blanks between them;"
                        + " or a list",
                text ->
                        text.equals("none")
                                ? Optional.of(List.of())
                                : Arguments.read(text).flatMap(UrlTypes::readUrls),
                urls -> urls.stream().allMatch(UrlTypes::isService),
                true);
    }

    private static boolean isService(URI url) {
        return Set.of("http", "https").contains(url.getScheme())
                && url.getHost() != null
                && url.getRawUserInfo() == null;
    }

    private static Optional<List<URI>> readUrls(List<String> words) {
        List<Optional<URI>> read = words.stream().map(UrlTypes::readUrl).toList();
        return read.stream().allMatch(Optional::isPresent)
                ? Optional.of(read.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }

    /// Where streams are on other servers: URLs in which a channel has its place.
    public static ValueType<List<String>> places(String... schemes) {
        List<String> known = List.of(schemes);
        return new ValueType<>(
                "`none`, or URLs such as `%1$s://host` or `%1$s://host/app/[stream]` with blanks"
                                .formatted(known.getFirst())
                        + " between them, with `[vhost]`, `[app]` and `[stream]` in their paths;"
                        + " or a list",
                text -> text.equals("none") ? Optional.of(List.of()) : Arguments.read(text),
                places -> places.stream().allMatch(place -> isPlace(place, known, OF_CHANNEL)),
                true);
    }

    /// What is fetched when there is a segment.
    public static ValueType<List<String>> notifications() {
        List<String> known = List.of("http", "https");
        return new ValueType<>(
                "`none`, or URLs such as `http://cdn.example.org/[ts_url]` with blanks between"
                        + " them, with `[vhost]`, `[app]`, `[stream]` and `[ts_url]` in their"
                        + " paths and queries; or a list",
                text -> text.equals("none") ? Optional.of(List.of()) : Arguments.read(text),
                urls -> urls.stream().allMatch(url -> isPlace(url, known, OF_SEGMENT)),
                true);
    }

    private static boolean isPlace(String text, List<String> schemes, Pattern variables) {
        Matcher matcher = PLACE.matcher(text);
        if (!matcher.matches() || !schemes.contains(matcher.group(1))) {
            return false;
        }
        String path = matcher.group(4) == null ? "" : matcher.group(4);
        boolean hasUser = matcher.group(2).contains("@");
        String plain = variables.matcher(path).replaceAll("");
        return plain.chars().noneMatch(c -> c == '[' || c == ']')
                && !(hasUser && matcher.group(1).startsWith("rtmp"));
    }

    /// Where a client is sent.
    public static ValueType<URI> elsewhere(String... schemes) {
        List<String> known = List.of(schemes);
        return new ValueType<>(
                "a URL such as `%s://host`, without a user in it".formatted(known.getFirst()),
                UrlTypes::readUrl,
                url ->
                        known.contains(url.getScheme())
                                && url.getHost() != null
                                && url.getRawUserInfo() == null);
    }

    private static ValueType<URI> url(Set<String> schemes) {
        return new ValueType<>(
                "a URL such as `https://control.example.org`, without a user in it",
                UrlTypes::readUrl,
                url ->
                        schemes.contains(url.getScheme())
                                && url.getHost() != null
                                && url.getRawUserInfo() == null
                                && url.getRawQuery() == null);
    }

    private static Optional<URI> readUrl(String text) {
        try {
            return Optional.of(new URI(text)).filter(url -> url.getScheme() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
