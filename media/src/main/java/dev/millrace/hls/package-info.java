/// HTTP Live Streaming without the HTTP: playlists as values, their text in both directions, and
/// the rules of a live stream. RFC 8216, and where it is clearer its second edition (8216bis).
///
/// A live stream is cut by a [SegmentCutter], which sees every frame's time, and listed by a
/// [LivePlaylist], which is replaced at each cut; [PlaylistWriter] makes the text.
///
/// - Threads: values, which any thread may read, and pure functions; a [SegmentCutter] belongs to
///   the thread that feeds it.
/// - Imports: `bytes`, `media`.
@NullMarked
package dev.millrace.hls;

import org.jspecify.annotations.NullMarked;
