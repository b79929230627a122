/// MP4 that is written: a movie of one picture, and movies in fragments. ISO/IEC 14496-12; codecs
/// in it, 14496-14 and -15 and the bindings of the codecs themselves.
///
/// [StillMovie] and [FragmentedMovie] are the ways in.
///
/// - Threads: functions of their arguments.
/// - Imports: `bytes`, `media`, `codec`.
@NullMarked
package dev.millrace.mp4.write;

import org.jspecify.annotations.NullMarked;
