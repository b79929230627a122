/// MP4 that is written: a movie of one picture. ISO/IEC 14496-12; codecs in it, 14496-15 and the
/// bindings of AV1 and VP9.
///
/// [StillMovie] is the way in.
///
/// - Threads: functions of their arguments.
/// - Imports: `bytes`, `codec`.
@NullMarked
package dev.millrace.mp4.write;

import org.jspecify.annotations.NullMarked;
