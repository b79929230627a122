package dev.millrace.edge;

import dev.millrace.edge.cache.CacheSettings;
import dev.millrace.edge.http.EdgeView;
import dev.millrace.edge.intake.Allowed;
import dev.millrace.edge.link.LinkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What an edge node is to do.
///
/// @param name what it is called
/// @param link to the control node, if there is one
/// @param allowed which files and hosts playlists may name
/// @param channels patterns of the names of channels that are sources, too
/// @param segment shortest length of their segments
/// @param folder of all that must outlive the process
/// @param spoolBytesMax most that waits for the control node
/// @param report how often the control node is told how this one is doing
public record EdgeSettings(
        String name,
        Optional<LinkSettings> link,
        Allowed allowed,
        List<String> channels,
        Duration segment,
        CacheSettings cache,
        Path folder,
        long spoolBytesMax,
        EdgeView.Defaults defaults,
        Duration report) {}
