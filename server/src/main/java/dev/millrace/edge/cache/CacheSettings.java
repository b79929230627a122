package dev.millrace.edge.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How much the cache keeps.
///
/// @param keep how much of the past of each source
/// @param bytesMax of all sources together, in memory or in the folder
/// @param folder where bytes are kept instead of in memory, so that they outlive the process
public record CacheSettings(Duration keep, long bytesMax, Optional<Path> folder) {}
