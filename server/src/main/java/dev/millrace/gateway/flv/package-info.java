/// HTTP-FLV and FLV over WebSocket: joins the bus, the format, and viewers of endless answers.
///
/// - Threads: [FlvPackager] belongs to the wire's renderer; everything else is a value.
/// - Imports: `bytes`, `media`, `codec`, `flv`, `channel`, `gateway.http`.
@NullMarked
package dev.millrace.gateway.flv;

import org.jspecify.annotations.NullMarked;
