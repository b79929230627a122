/// Tests of edge nodes, and what they share.
///
/// - Way in: [dev.millrace.edge.FakeControl], [dev.millrace.edge.TestEdge],
///   [dev.millrace.edge.Encoder]
/// - Threads: those of each
/// - Imports: everything
@NullMarked
package dev.millrace.edge;

import org.jspecify.annotations.NullMarked;
