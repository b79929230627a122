package dev.millrace.api;

import dev.millrace.json.Json;
import java.util.List;
import java.util.Optional;

/// What is set for a channel, whether or not there is one of that name, and who says so.
public record EffectiveJson(String channel, List<Setting> settings) {
    /// One of its settings.
    ///
    /// @param key as in the configuration
    /// @param value as somebody has written it
    /// @param rule what the rule matches that says so
    /// @param origin where it stands; nowhere if it is the default
    public record Setting(
            String key,
            String value,
            @Json.LeftOutIfEmpty Optional<String> rule,
            @Json.LeftOutIfEmpty Optional<String> origin) {}
}
