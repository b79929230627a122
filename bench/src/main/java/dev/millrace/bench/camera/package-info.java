/// Cameras whose segments go through an edge node to a control node, and what is listed and
/// replayed there.
///
/// - Threads: one virtual thread for each camera; [CameraCounts] may be used from any thread.
/// - Imports: `bytes`, `bench.measure`, `bench.net`.
@NullMarked
package dev.millrace.bench.camera;

import org.jspecify.annotations.NullMarked;
