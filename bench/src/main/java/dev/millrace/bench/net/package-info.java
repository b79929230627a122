/// Connections of a load generator: thousands of them on one thread, at as little cost as possible;
/// and what of HTTP/1.1 is needed to read a stream.
///
/// - Threads: a [Loop] and its [Link]s belong to one thread.
/// - Imports: `bytes`.
@NullMarked
package dev.millrace.bench.net;

import org.jspecify.annotations.NullMarked;
