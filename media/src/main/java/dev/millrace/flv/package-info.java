/// FLV, in files and as the body of RTMP media messages: tags and the headers inside them, and the
/// translation between those and frames. Adobe Flash Video File Format 10.1, annex E.
///
/// Whoever has bodies of tags (an RTMP session, an [FlvReader]) names them with an [FlvDemuxer];
/// whoever has frames writes the bytes in front of them with [FlvMuxer] or whole tags with
/// [FlvWriter].
///
/// - Threads: values and pure functions, except [FlvReader], [FlvWriter] and [FlvDemuxer], which
///   each belong to one thread at a time.
/// - Imports: `bytes`, `media`, `codec`.
@NullMarked
package dev.millrace.flv;

import org.jspecify.annotations.NullMarked;
