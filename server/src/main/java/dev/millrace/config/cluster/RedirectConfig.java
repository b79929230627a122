package dev.millrace.config.cluster;

import static dev.millrace.config.key.UrlTypes.elsewhere;
import static dev.millrace.config.key.ValueTypes.optional;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Where those are sent who want to publish or watch.
///
/// @param rtmp for RTMP
/// @param http for all that comes over HTTP
public record RedirectConfig(Optional<URI> rtmp, Optional<URI> http) {
    public static final Key<Optional<URI>> RTMP =
            new Key<>(
                    "redirect.rtmp",
                    optional(elsewhere("rtmp", "rtmps"), "off"),
                    "off",
                    "Where those are sent who want to publish or watch over RTMP (\"302\"). A URL"
                            + " without a path is a server where the same is found under the same"
                            + " name.");
    public static final Key<Optional<URI>> HTTP =
            new Key<>(
                    "redirect.http",
                    optional(elsewhere("http", "https"), "off"),
                    "off",
                    "The same for those who want to watch over HTTP: answered with 302.");

    public static final List<Key<?>> KEYS = List.of(RTMP, HTTP);

    public RedirectConfig {
        RTMP.check(rtmp);
        HTTP.check(http);
    }

    public static RedirectConfig from(Values values) {
        return new RedirectConfig(values.get(RTMP), values.get(HTTP));
    }
}
