/// Sockets: listening, TLS, writing many buffers at once, and watching for the silent.
///
/// - Threads: each listener has one thread that accepts and one per processor that reads, for all
///   its connections. Any thread may write; none is ever blocked by a socket.
/// - Imports: `bytes`.
@NullMarked
package dev.millrace.net;

import org.jspecify.annotations.NullMarked;
