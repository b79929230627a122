/// MPEG transport streams, ISO/IEC 13818-1: one program of at most one video and one audio stream,
/// and what is said beside them.
///
/// [TsWriter] renders a channel's frames, [TsReader] gets them back.
///
/// - Threads: a reader or writer belongs to the thread that made it.
/// - Imports: `bytes`, `media`, `codec`.
@NullMarked
package dev.millrace.ts;

import org.jspecify.annotations.NullMarked;
