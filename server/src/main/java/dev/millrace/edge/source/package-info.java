/// The sources of an edge node: numbers that never go back, times by the control node's clock, and
/// what is wanted of each.
///
/// - Way in: [dev.millrace.edge.source.EdgeSources]
/// - Threads: any; a source is written under its own lock, one segment at a time
/// - Imports: `segment`, `uplink` for what is wanted, `json`, `machine` for writing, `edge.store`,
///   `edge.cache`, `edge.spool`
@NullMarked
package dev.millrace.edge.source;

import org.jspecify.annotations.NullMarked;
