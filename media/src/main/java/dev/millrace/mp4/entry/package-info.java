/// The descriptions of samples in MP4 (`stsd`): which codec, how it is set up, and what of that
/// only the frames themselves say. ISO/IEC 14496-12, 8.5.2; 14496-14 and -15, and the bindings of
/// the codecs.
///
/// - Threads: values, and sources that belong to the thread that made them.
/// - Imports: `bytes`, `media`, `codec`, `mp4.box`.
@NullMarked
package dev.millrace.mp4.entry;

import org.jspecify.annotations.NullMarked;
