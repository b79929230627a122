package dev.millrace.dvr;

import dev.millrace.media.ChannelName;
import java.nio.file.Path;
import java.time.Duration;

/// A file that is done.
///
/// @param folder of all recordings
/// @param file its path in there
/// @param duration how long it plays
public record Recorded(
        ChannelName channel, Path folder, Path file, Duration duration, long bytes) {}
