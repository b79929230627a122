package dev.millrace.edge.http;

import dev.millrace.edge.intake.IntakeCounts;
import dev.millrace.edge.intake.PlaylistIntake;
import dev.millrace.edge.link.LinkCounts;
import dev.millrace.edge.link.LinkStatus;
import dev.millrace.edge.source.EdgeSources;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// All of an edge node that can be asked for.
///
/// @param name what the node is called
/// @param defaults for encoders that do not send headers
/// @param report how often the control node is told how this one is doing
public record EdgeView(
        String name,
        EdgeSources sources,
        PlaylistIntake playlists,
        IntakeCounts intake,
        LinkCounts link,
        Supplier<LinkStatus> status,
        Defaults defaults,
        Duration report) {
    /// What is meant where an encoder does not say it: some builds of FFmpeg send no headers.
    public record Defaults(Optional<String> source, Optional<String> prefix) {}
}
