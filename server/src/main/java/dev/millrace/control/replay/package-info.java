/// What is played of recordings and live windows: playlists, the segments themselves through a
/// cache, and exports in one piece.
///
/// - Way in: [dev.millrace.control.replay.Replays]
/// - Threads: any
/// - Imports: `hls`, `segment`, `control`, its catalogue and its object store
@NullMarked
package dev.millrace.control.replay;

import org.jspecify.annotations.NullMarked;
