/// RTSP: players, and what they are sent, and publishers. A player has a [Transport] for each
/// track, the connection or datagrams, and a virtual thread that reads its channel.
///
/// - Way in: [RtspGateway]
/// - Threads: a connection is read by its conversation; each of its requests has a virtual thread
///   while it is answered, one at a time; a player that plays has another.
/// - Imports: the bus, `codec`, and RTSP as a protocol.
@NullMarked
package dev.millrace.gateway.rtsp;

import org.jspecify.annotations.NullMarked;
