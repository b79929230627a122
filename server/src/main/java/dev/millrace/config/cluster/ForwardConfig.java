package dev.millrace.config.cluster;

import static dev.millrace.config.key.UrlTypes.places;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.util.List;

/// Where publications go besides.
///
/// @param to URLs, perhaps with variables
public record ForwardConfig(List<String> to) {
    public static final Key<List<String>> TO =
            new Key<>(
                    "forward.to",
                    places("rtmp", "rtmps").secret(),
                    "none",
                    "Servers of RTMP that every publication is sent to as well. A URL without a"
                            + " path is a server where the channel has its own name; in a path,"
                            + " `[vhost]`, `[app]` and `[stream]` are the channel's.");

    public static final List<Key<?>> KEYS = List.of(TO);

    public ForwardConfig {
        TO.check(to);
        to = List.copyOf(to);
    }

    public static ForwardConfig from(Values values) {
        return new ForwardConfig(values.get(TO));
    }
}
