/// HTTP-TS: joins the bus, the format, and viewers of endless answers. HLS keeps ranges of the same
/// wire.
///
/// - Threads: [TsPackager] belongs to the wire's renderer; everything else is a value.
/// - Imports: `bytes`, `media`, `amf`, `ts`, `channel`, `net.http`, `gateway.http`.
@NullMarked
package dev.millrace.gateway.ts;

import org.jspecify.annotations.NullMarked;
