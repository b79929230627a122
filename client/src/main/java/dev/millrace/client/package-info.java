/// Publish to, or play from, any live-media server, and read and write FLV files.
///
/// Everything that plays is a [MediaSource], everything that takes media is a [MediaSink]; what
/// comes out of the one can go into the other.
///
/// - Threads: calls block, so give each stream a virtual thread. One thread uses a source or sink;
///   any thread may close it.
/// - Imports: all of `media`.
@NullMarked
package dev.millrace.client;

import org.jspecify.annotations.NullMarked;
