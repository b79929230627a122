/// The load generators and micro-benchmarks: a program of their own, never part of the server.
///
/// - Threads: commands run on the main thread.
/// - Imports: everything below; nothing imports this.
@NullMarked
package dev.millrace.bench;

import org.jspecify.annotations.NullMarked;
