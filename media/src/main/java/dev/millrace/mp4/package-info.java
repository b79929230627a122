/// MP4, the ISO base media file format: films with a table of samples, and streams of fragments.
/// ISO/IEC 14496-12; codecs in it, 14496-14 and -15 and the bindings of the codecs themselves.
///
/// ```
///  ftyp  moov ┬ mvhd                        the clock of the movie
///             ├ trak ┬ tkhd, edts/elst      which track, and when it begins
///             │      └ mdia ┬ mdhd, hdlr    its clock and kind
///             │             └ minf/stbl     stsd codecs; stts, ctts times; stsz, stsc, stco places
///             └ mvex/trex                   what fragments leave out
///  moof ─ traf ┬ tfhd, tfdt                 (again and again) what trun leaves out, and a time
///              └ trun                       samples
///  mdat                                     their bytes
/// ```
///
/// A [MovieReader] walks the tables of a [Movie] and says which bytes it needs; an [Mp4Reader]
/// takes a stream of fragments as it comes. Both hand over the first video and the first audio
/// track.
///
/// - Threads: values, and readers that belong to the thread that made them.
/// - Imports: `bytes`, `media`, `codec`, `mp4.box`, `mp4.entry`.
@NullMarked
package dev.millrace.mp4;

import org.jspecify.annotations.NullMarked;
