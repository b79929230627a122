/// FFmpeg as a child process: what it is told, what it says, and that nothing of it stays behind.
///
/// - Way in: [dev.millrace.relay.ffmpeg.FfmpegSource]
/// - Threads: one for each child, which reads what it complains about, and one that feeds it, if
///   somebody does
/// - Imports: `client`
@NullMarked
package dev.millrace.relay.ffmpeg;

import org.jspecify.annotations.NullMarked;
