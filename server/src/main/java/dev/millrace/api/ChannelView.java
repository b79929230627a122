package dev.millrace.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A channel as the API shows it.
///
/// @param name `app/stream`
/// @param vhost left out for the default one
/// @param state `live`, or `waiting` for a publisher
/// @param publisher null while there is none
/// @param subscribers viewers by kind
/// @param ageSeconds for how long the channel has existed
record ChannelView(
        String name,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> vhost,
        String state,
        Optional<PublisherView> publisher,
        List<TrackView> tracks,
        GroupsView groups,
        BitrateView bitrate,
        Map<String, Integer> subscribers,
        double ageSeconds) {
    /// @param session its id
    /// @param since null if its session is just closing
    record PublisherView(
            String session, String protocol, String remote, Optional<Instant> since) {}

    /// @param kept how many groups are there for late viewers
    /// @param newest the number of the newest one
    /// @param bytes held by them and their renderings
    record GroupsView(int kept, long newest, long bytes, long durationMs) {}
}
