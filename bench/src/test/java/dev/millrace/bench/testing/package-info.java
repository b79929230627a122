/// What the tests of the load generators share: bytes in pieces, and a small server to put load on.
///
/// - Threads: said at each class.
/// - Imports: `bytes`, `media`, `flv`, `hls`, `rtmp`.
@NullMarked
package dev.millrace.bench.testing;

import org.jspecify.annotations.NullMarked;
