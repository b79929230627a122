package dev.millrace.edge.source;

import dev.millrace.edge.cache.SegmentCache;
import dev.millrace.edge.spool.Spool;
import java.nio.file.Path;

/// Where a source puts what it has.
///
/// @param folder of the files with numbers
/// @param boot which start of the machine this is
/// @param clock by which everything is dated
record Holdings(SegmentCache cache, Spool spool, Path folder, String boot, EdgeClock clock) {}
