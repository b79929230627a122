/// Micro-benchmarks of what runs for every message, frame or packet, with JMH.
///
/// - Threads: as JMH runs them, one at a time.
/// - Imports: `bytes`, `media`, `codec`, `amf`, `flv`, `rtmp`, `ts`, `testcard`.
@NullMarked
package dev.millrace.bench.micro;

import org.jspecify.annotations.NullMarked;
