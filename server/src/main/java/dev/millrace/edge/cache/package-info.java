/// The newest segments of every source, for viewers nearby, for live viewers at the control node,
/// and for recordings that begin in the past.
///
/// - Way in: [dev.millrace.edge.cache.SegmentCache]
/// - Threads: any
/// - Imports: `segment`, `edge.store`
@NullMarked
package dev.millrace.edge.cache;

import org.jspecify.annotations.NullMarked;
