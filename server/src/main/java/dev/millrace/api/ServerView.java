package dev.millrace.api;

import java.time.Instant;
import java.util.List;

/// The server as the API shows it.
///
/// @param uptimeSeconds since `startedAt`
/// @param channels how many there are
/// @param sessions how many there are
record ServerView(
        String name,
        String version,
        Instant startedAt,
        double uptimeSeconds,
        List<ServerIdentity.Listening> listeners,
        int channels,
        int sessions,
        BitrateView bitrate,
        MemoryView memory) {
    /// In bytes: what Java uses and may use, and what all channels hold and may hold.
    record MemoryView(long heapUsed, long heapMax, long channels, long channelsMax) {}
}
