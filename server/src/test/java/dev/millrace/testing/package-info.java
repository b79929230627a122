/// What several tests need: the checkout, and the programs they run against.
///
/// - Threads: every method may be called from any thread.
/// - Imports: nothing.
@NullMarked
package dev.millrace.testing;

import org.jspecify.annotations.NullMarked;
