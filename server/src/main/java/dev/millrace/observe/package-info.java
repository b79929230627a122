/// What an operator sees: sessions, metrics, health.
///
/// - Threads: everything here is read and written by any thread.
/// - Imports: `bytes`, `media`, `channel`.
@NullMarked
package dev.millrace.observe;

import org.jspecify.annotations.NullMarked;
