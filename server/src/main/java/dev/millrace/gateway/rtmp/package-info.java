/// RTMP in and out: joins connections, the protocol, and the bus.
///
/// A publisher's bytes go from its connection into the open group; a player's come from the `rtmp`
/// wire, which [RtmpPackager] renders once per channel.
///
/// - Threads: a connection is read by a thread of its listener, and a player served by its lane.
///   None of it blocks. A bandwidth check has a virtual thread, which waits.
/// - Imports: `bytes`, `media`, `codec`, `amf`, `flv`, `rtmp`, `delivery`, `channel`, `net`,
///   `observe`, `bandwidth` for who may measure the line.
@NullMarked
package dev.millrace.gateway.rtmp;

import org.jspecify.annotations.NullMarked;
