/// RTMP without sockets: [ServerSession] and [ClientSession] take the bytes that arrived and say
/// what to do about them. RTMP 1.0 (Adobe, December 2012), sections 7 and below.
///
/// - Threads: a session belongs to the thread that owns its connection, except where a method says
///   otherwise. Requests, addresses and URLs are immutable values.
/// - Imports: `bytes`, `media`, `amf`, `rtmp.chunk`, `rtmp.handshake`, `rtmp.message`.
@NullMarked
package dev.millrace.rtmp;

import org.jspecify.annotations.NullMarked;
