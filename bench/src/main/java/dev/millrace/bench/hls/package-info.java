/// Viewers of HLS: they poll playlists and fetch segments as the rules of RFC 8216 say, and show
/// what they have fetched to nobody, so that it is known when it would have stopped.
///
/// - Threads: one virtual thread for each viewer; [HlsCounts] may be used from any thread.
/// - Imports: `bytes`, `hls`, `bench.measure`, `bench.net`.
@NullMarked
package dev.millrace.bench.hls;

import org.jspecify.annotations.NullMarked;
