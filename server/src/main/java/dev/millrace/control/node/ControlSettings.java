package dev.millrace.control.node;

import java.time.Duration;
import java.util.Optional;

/// How a control node works.
///
/// @param node what it calls itself
/// @param url where viewers reach it, for other control nodes over the same catalogue
/// @param objectPrefix before the keys of all its objects; empty, or ends with `/`
/// @param contactTimeout an edge node that was silent for longer is away
public record ControlSettings(
        String node,
        Optional<String> url,
        String objectPrefix,
        Memory memory,
        Keep keep,
        Duration contactTimeout) {
    /// What it may hold.
    ///
    /// @param liveSegments in every live playlist
    /// @param liveBytes of all live segments
    /// @param transferBytes of all segments that are on their way here
    /// @param cacheBytes of segments that are replayed
    public record Memory(int liveSegments, long liveBytes, long transferBytes, long cacheBytes) {}

    /// For how long recordings are kept once they have ended.
    ///
    /// @param age older ones are deleted; empty for never
    /// @param bytes the oldest are deleted while all are larger; empty for no limit
    public record Keep(Optional<Duration> age, Optional<Long> bytes) {
        /// For good.
        public static final Keep ALL = new Keep(Optional.empty(), Optional.empty());
    }
}
