/// RTMP in and out: joins connections, the protocol, and the bus.
///
/// A publisher's bytes go from its connection into the open group; a player's come from the `rtmp`
/// wire, which [RtmpPackager] renders once per channel.
///
/// - Threads: each connection has a virtual thread that reads; each player has one more that
///   writes.
/// - Imports: `bytes`, `media`, `codec`, `amf`, `flv`, `rtmp`, `channel`, `net`, `observe`.
@NullMarked
package dev.millrace.gateway.rtmp;

import org.jspecify.annotations.NullMarked;
