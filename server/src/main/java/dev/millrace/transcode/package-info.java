/// Transcoding: other channels that FFmpeg makes of a channel while somebody publishes it.
///
/// - Way in: [dev.millrace.transcode.Transcodes]
/// - What FFmpeg is told is a [dev.millrace.transcode.Plan], without clocks or threads; who sees to
///   it that it runs is `relay`
/// - Threads: none of its own; a feed runs on that of its FFmpeg
/// - Imports: `channel`, `client`, `relay`, `relay.ffmpeg`
@NullMarked
package dev.millrace.transcode;

import org.jspecify.annotations.NullMarked;
