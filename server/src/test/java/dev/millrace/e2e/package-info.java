/// The whole server against real programs: what is published comes out bit by bit, and what goes
/// wrong goes wrong alone.
///
/// - Threads: tests run beside each other, each with a server and ports of its own.
/// - Imports: all.
@NullMarked
package dev.millrace.e2e;

import org.jspecify.annotations.NullMarked;
