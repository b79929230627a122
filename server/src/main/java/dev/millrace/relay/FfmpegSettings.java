package dev.millrace.relay;

import java.nio.file.Path;

/// FFmpeg as it is for all relays.
///
/// @param program its name or path
/// @param root a folder for what is written on the way; best a RAM disk
/// @param diskBytesMax for the files of all relays together
public record FfmpegSettings(String program, Path root, long diskBytesMax) {}
