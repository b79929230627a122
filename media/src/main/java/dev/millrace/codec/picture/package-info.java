/// What video says of its pictures in its own bit stream: parameter sets and sequence headers, read
/// as far as people and playlists want to know it. Decoders read the rest.
///
/// - Threads: immutable values and pure functions.
/// - Imports: `bytes`.
@NullMarked
package dev.millrace.codec.picture;

import org.jspecify.annotations.NullMarked;
