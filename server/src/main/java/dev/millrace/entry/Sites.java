package dev.millrace.entry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which pages may embed a player.
final class Sites {
    private Sites() {}

    /// Whether the page is of one of these hosts, or of a subdomain of one. Labels are compared
    /// whole: `example.com` is neither `bad-example.com` nor `example.com.evil.net`.
    ///
    /// @param page its URL, or its host alone
    static boolean have(List<String> hosts, String page) {
        return host(page)
                .filter(host ->
                        hosts.stream().anyMatch(it -> isOf(it.toLowerCase(Locale.ROOT), host)))
                .isPresent();
    }

    private static boolean isOf(String site, String host) {
        return host.equals(site) || host.endsWith("." + site);
    }

    private static Optional<String> host(String page) {
        try {
            URI url = new URI(page.contains("://") ? page : "http://" + page);
            return Optional.ofNullable(url.getHost()).map(host -> host.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
