/// What every load has in common: when connections are opened, what became of them, how long things
/// took, what the machine spent meanwhile, and how that is told.
///
/// - Threads: [Roster] and [Latencies] may be used from any thread; everything else is a value or
///   belongs to the thread that runs the load.
/// - Imports: nothing of ours.
@NullMarked
package dev.millrace.bench.measure;

import org.jspecify.annotations.NullMarked;
