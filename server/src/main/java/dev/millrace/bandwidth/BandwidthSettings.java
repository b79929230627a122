package dev.millrace.bandwidth;

import java.util.Optional;

/// Who may measure the line, and how much of it.
///
/// @param key whoever shows it may; empty for those who may read the API and nobody else
/// @param bitsPerSecond the most that one measurement sends or takes
/// @param atOnce measurements at a time; 0 for none
public record BandwidthSettings(Optional<String> key, long bitsPerSecond, int atOnce) {}
