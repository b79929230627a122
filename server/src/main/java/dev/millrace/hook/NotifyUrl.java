package dev.millrace.hook;

import dev.millrace.bytes.Percent;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A URL in which an event has its place: `[vhost]`, `[app]`, `[stream]`, `[param]` and `[ts_url]`.
/// A URI has no brackets in its path, so they are `%5B` and `%5D` there.
public final class NotifyUrl {
    private static final Pattern VARIABLE =
            Pattern.compile("%5B(vhost|app|stream|param|ts_url)%5D");

    /// What a publisher may have put into its query, and no URI has in one. RFC 3986, 3.4.
    private static final Pattern NOT_OF_A_QUERY =
            Pattern.compile("%(?![0-9A-Fa-f]{2})|[^\\w.~!$&'()*+,;=:@/?%-]");

    private NotifyUrl() {}

    /// A pattern as people write it.
    ///
    /// @throws IllegalArgumentException if it is no URL
    public static URI pattern(String text) {
        return URI.create(text.replace("[", "%5B").replace("]", "%5D"));
    }

    static URI of(URI pattern, HookEvent event) {
        Matcher variables = VARIABLE.matcher(pattern.toString());
        return URI.create(
                variables.replaceAll(it -> Matcher.quoteReplacement(value(it.group(1), event))));
    }

    private static String value(String variable, HookEvent event) {
        return switch (variable) {
            case "vhost" -> Percent.encoded(event.channel().vhost());
            case "app" -> Percent.encodedPath(event.channel().app());
            case "stream" -> Percent.encoded(event.channel().stream());
            case "param" -> event.way().query().isEmpty() ? "" : "?" + query(event);
            default -> String.valueOf(event.more().get("url")); // of a segment: is encoded
        };
    }

    private static String query(HookEvent event) {
        return NOT_OF_A_QUERY
                .matcher(event.way().query())
                .replaceAll(it -> Percent.encoded(it.group()));
    }
}
