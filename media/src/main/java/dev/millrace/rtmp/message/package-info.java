/// What is inside RTMP messages: commands and their answers, user control events, data, and
/// aggregates. RTMP 1.0, sections 6 and 7.
///
/// - Threads: values and pure functions, except [Outgoing], which belongs to the thread that made
///   it.
/// - Imports: `bytes`, `amf`, `rtmp.chunk`.
@NullMarked
package dev.millrace.rtmp.message;

import org.jspecify.annotations.NullMarked;
