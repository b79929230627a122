/// What every way of watching over HTTP shares: which stream a URL means, and viewers of an answer
/// that does not end, over plain HTTP and over WebSocket.
///
/// - Threads: each viewer has a virtual thread that reads a wire and writes; it blocks while the
///   other end takes nothing, and nobody else does.
/// - Imports: `bytes`, `media`, `channel`, `net`, `observe`.
@NullMarked
package dev.millrace.gateway.http;

import org.jspecify.annotations.NullMarked;
