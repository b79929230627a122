package dev.millrace.api;

import java.util.List;

/// What changes, or has changed, with other settings.
///
/// @param applied whether it has
/// @param kept whether the file says it, too; if not, it is so until the next start or reload
/// @param ends sessions that end for it; all others go on
/// @param relays those that begin, end, or are started again for it
public record PlanJson(
        boolean applied,
        boolean kept,
        List<Change> changes,
        List<Ending> ends,
        List<String> relays) {
    /// A setting that is not as before.
    ///
    /// @param key as in `rules[live/*].hls.segment`
    /// @param before without secrets; empty if there was nothing
    /// @param after without secrets; empty if it is gone
    /// @param origin where that is written
    /// @param effect when it holds: `at-once`, `newcomers`, `restart`
    public record Change(String key, String before, String after, String origin, String effect) {}

    /// A session that ends.
    public record Ending(String session, String channel, String why) {}

    /// The same, when it has been done.
    public PlanJson done(boolean inFile) {
        return new PlanJson(true, inFile, changes, ends, relays);
    }
}
