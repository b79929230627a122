/// FLV over HTTP and WebSocket, out and in: joins the bus, the format, viewers of endless answers,
/// and publishers.
///
/// - Way in: [FlvGateway] for viewers, [PublishGateway] for publishers
/// - Threads: [FlvPackager] belongs to the wire's renderer. A publisher's body is read on the
///   thread of its request; its WebSocket by Jetty, one message after another.
/// - Imports: `bytes`, `media`, `codec`, `flv`, `channel`, `entry`, `net`, `observe`, `gateway`,
///   `gateway.http`.
@NullMarked
package dev.millrace.gateway.flv;

import org.jspecify.annotations.NullMarked;
