/// Hours of what servers meet: publishers that end and come back, viewers that come and go, and
/// peers that behave badly; and whether anything was lost over it.
///
/// - Threads: everything runs on the thread of the load, HLS viewers on virtual threads.
/// - Imports: `bytes`, `client`, `rtmp`; of the load generators `hls`, `measure`, `net`, `play`,
///   `publish`.
@NullMarked
package dev.millrace.bench.soak;

import org.jspecify.annotations.NullMarked;
