/// The least that serving many viewers can cost: a program that only writes.
///
/// - Threads: one.
/// - Imports: `bytes`, `flv`, `media`, `testcard`.
@NullMarked
package dev.millrace.bench.floor;

import org.jspecify.annotations.NullMarked;
