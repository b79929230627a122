/// Pieces of a source's media as nodes hand them to each other: what they are called, and what is
/// known of them, and how playlists list them.
///
/// - Way in: [dev.millrace.segment.Segment], [dev.millrace.segment.SegmentList]
/// - Threads: values, which any thread may read; a list being made belongs to one
/// - Imports: `hls`
@NullMarked
package dev.millrace.segment;

import org.jspecify.annotations.NullMarked;
