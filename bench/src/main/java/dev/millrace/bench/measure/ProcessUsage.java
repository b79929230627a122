package dev.millrace.bench.measure;

import java.util.OptionalLong;

/// What one process used.
///
/// @param cpuPercent of one core, during the window
/// @param rssBytes resident memory at the end of the window; empty when the process has ended
/// @param pssBytes the same, with pages that are shared counted in parts
public record ProcessUsage(
        long pid, double cpuPercent, OptionalLong rssBytes, OptionalLong pssBytes) {}
