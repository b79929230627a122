/// HTTP without any media: the server, its limits, and the ways to answer that every handler
/// shares.
///
/// - Threads: a handler runs on a virtual thread of its own and may block; everything shared is
///   written and read by any thread.
/// - Imports: `bytes`, `net`.
@NullMarked
package dev.millrace.net.http;

import org.jspecify.annotations.NullMarked;
