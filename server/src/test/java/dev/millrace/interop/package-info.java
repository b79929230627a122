/// Programs of others at both ends of the server: encoders publish, players play, and what they
/// decode is what went in.
///
/// - Threads: the programs are processes; a test looks after a few of them at a time.
/// - Imports: anything.
@NullMarked
package dev.millrace.interop;

import org.jspecify.annotations.NullMarked;
