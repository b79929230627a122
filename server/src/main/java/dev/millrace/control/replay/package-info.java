/// What is played of recordings and live windows: playlists, the segments themselves through a
/// cache, and downloads in one piece, as a transport stream or as MP4.
///
/// - Way in: [dev.millrace.control.replay.Replays]
/// - Threads: any
/// - Imports: `hls`, `segment`, `control`, its catalogue and its object store; `ts`, `codec` and
///   `mp4.write` for making one of the other
@NullMarked
package dev.millrace.control.replay;

import org.jspecify.annotations.NullMarked;
