package dev.millrace.gateway.flv;

import dev.millrace.gateway.PublishTerms;
import dev.millrace.media.ChannelName;
import java.time.Duration;
import java.util.function.Function;

/// How publishers of FLV over HTTP are treated.
///
/// @param enabled whether anybody may publish over HTTP
/// @param corsOrigin whose pages may, besides our own: an origin; `*` for nobody's
/// @param idleTimeout a publisher that is silent this long is gone
/// @param terms what becomes of a second publisher of a channel
public record PublishSettings(
        boolean enabled,
        String corsOrigin,
        Duration idleTimeout,
        Function<ChannelName, PublishTerms> terms) {
    public static final PublishSettings DEFAULT =
            new PublishSettings(true, "*", Duration.ofSeconds(30), _ -> PublishTerms.DEFAULT);
}
