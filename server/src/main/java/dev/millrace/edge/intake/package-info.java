/// Where segments come from: playlists that encoders push, with the segments in files or on other
/// hosts, and the channels of this server.
///
/// - Way in: [dev.millrace.edge.intake.PlaylistIntake], [dev.millrace.edge.intake.ChannelIntake]
/// - Rules: [dev.millrace.edge.intake.PlaylistMemory] says what of a playlist is new,
///   [dev.millrace.edge.intake.Allowed] which files and hosts may be read
/// - Threads: a virtual one for each source that has playlists waiting, and for each channel
/// - Imports: `hls`, `channel`, `gateway.hls`, `edge.source`, `edge.store`, `observe`
@NullMarked
package dev.millrace.edge.intake;

import org.jspecify.annotations.NullMarked;
