package dev.millrace.config.change;

/// A setting that is not the same in two configurations.
///
/// @param key as a person would look for it: `hls.segment`, `rules[live/*].hls.segment`,
///   `relays[live/cam]`
/// @param before what it was, without secrets; empty if there was nothing
/// @param after what it is to be, without secrets; empty if it is gone
/// @param origin where that is written, or where it was written before
/// @param effect when it holds
public record Change(String key, String before, String after, String origin, Effect effect) {
    /// One line for people.
    @Override
    public String toString() {
        String what =
                before.isEmpty()
                        ? "+ %s: %s".formatted(key, after)
                        : after.isEmpty()
                                ? "- %s: %s".formatted(key, before)
                                : "~ %s: %s -> %s".formatted(key, before, after);
        return "%s  (%s, %s)".formatted(what, effect, origin);
    }
}
