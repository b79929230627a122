package dev.millrace.bench.measure;

/// How long something took: for half of all cases at most `p50`, and so on. Milliseconds.
///
/// @param count of the cases; when it is 0, the rest means nothing
public record Percentiles(long count, double p50, double p95, double p99, double max) {}
