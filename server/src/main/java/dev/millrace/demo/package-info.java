/// Something to look at without a camera or an encoder.
///
/// - Threads: one virtual thread publishes.
/// - Imports: `bytes`, `media`, `codec`, `testcard`, `channel`, `observe`.
@NullMarked
package dev.millrace.demo;

import org.jspecify.annotations.NullMarked;
