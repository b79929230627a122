/// Puts what an encoder says about time in order, once for all outputs.
///
/// - Threads: a [Timeline] belongs to the writer of its channel; anyone may read the counts.
/// - Imports: `bytes`, `media`.
@NullMarked
package dev.millrace.timeline;

import org.jspecify.annotations.NullMarked;
