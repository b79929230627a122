/// The words of a control node: sources, recordings, and the segments it keeps of them.
///
/// - Threads: values, which any thread may read
/// - Imports: `segment`
@NullMarked
package dev.millrace.control;

import org.jspecify.annotations.NullMarked;
