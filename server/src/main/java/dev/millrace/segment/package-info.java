/// Pieces of a source's media as nodes hand them to each other: what they are called, and what is
/// known of them.
///
/// - Way in: [dev.millrace.segment.Segment]
/// - Threads: values, which any thread may read
/// - Imports: nothing
@NullMarked
package dev.millrace.segment;

import org.jspecify.annotations.NullMarked;
