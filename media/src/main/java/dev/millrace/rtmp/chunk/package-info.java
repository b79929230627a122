/// The RTMP chunk stream: messages cut into chunks that take turns on one connection. RTMP 1.0,
/// sections 5.3 and 5.4.
///
/// - Threads: a reader or writer belongs to the thread that owns its connection; the static
///   functions of [ChunkWriter] have no state.
/// - Imports: `bytes`.
@NullMarked
package dev.millrace.rtmp.chunk;

import org.jspecify.annotations.NullMarked;
