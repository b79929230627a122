/// Nothing is lost: an edge node, a control node, and a bad line between them. Each test is one
/// thing that goes wrong; after it, all that reached the edge node during a recording is in the
/// object store once, is replayed as it was, and stands where it always stood.
///
/// - Way in: [dev.millrace.loss.Chain]
/// - Threads: tests run beside each other, each with nodes and ports of its own.
/// - Imports: all.
@NullMarked
package dev.millrace.loss;

import org.jspecify.annotations.NullMarked;
