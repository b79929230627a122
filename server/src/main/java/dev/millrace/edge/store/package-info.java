/// Segments in files that say themselves what they hold, for the cache and for the spool.
///
/// - Way in: [dev.millrace.edge.store.SegmentFile]
/// - Threads: any; a file belongs to whoever writes it
/// - Imports: `segment`, `machine` for writing
@NullMarked
package dev.millrace.edge.store;

import org.jspecify.annotations.NullMarked;
