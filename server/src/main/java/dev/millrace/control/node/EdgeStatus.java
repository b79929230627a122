package dev.millrace.control.node;

import dev.millrace.uplink.EdgeMessage.SourceReport;
import java.time.Instant;

/// What an edge node said last of a source.
///
/// @param at when it came, by this node's clock
/// @param atNs the same, as [System#nanoTime] counts
public record EdgeStatus(String node, Instant at, long atNs, SourceReport report) {}
