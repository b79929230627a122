/// Publishers by the hundred, and the one that `players --publish` runs beside its players. All of
/// them repeat one [Clip], and write the time into each picture just before they send it.
///
/// - Threads: everything belongs to the thread that runs the load; a [BackgroundPublisher] has a
///   thread of its own and may be used from any.
/// - Imports: `bytes`, `media`, `codec`, `amf`, `flv`, `rtmp`, `testcard`, `bench.measure`,
///   `bench.net`.
@NullMarked
package dev.millrace.bench.publish;

import org.jspecify.annotations.NullMarked;
