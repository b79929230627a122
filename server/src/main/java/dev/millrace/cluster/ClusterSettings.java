package dev.millrace.cluster;

import java.time.Duration;
import java.util.List;

/// What a channel has to do with other servers.
///
/// @param forward where its publications go
/// @param origins where it comes from; in the order in which they are tried
/// @param passQuery whether origins see the queries of those who watch and publish here
/// @param idleTimeout what nobody has watched for so long is fetched no longer
/// @param stallTimeout an origin that sent no frame for so long is given up
/// @param startWait how long a viewer waits for the first picture
public record ClusterSettings(
        List<Place> forward,
        List<Place> origins,
        boolean passQuery,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration startWait) {
    public ClusterSettings {
        forward = List.copyOf(forward);
        origins = List.copyOf(origins);
    }
}
