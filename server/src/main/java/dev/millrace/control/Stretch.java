package dev.millrace.control;

import java.time.Instant;

/// A time of a recording without a gap: segments that follow each other, all stored or all lost.
///
/// @param end exclusive
/// @param lost known to be missing, and not to come any more
/// @param bytes of its segments
public record Stretch(Instant start, Instant end, boolean lost, int segments, long bytes) {}
