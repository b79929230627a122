/// What the tests of every module share: annotated bytes, reproducible chance, pinned dumps.
///
/// - Threads: pure functions; each test works with what it made.
/// - Imports: nothing.
@NullMarked
package dev.millrace.testkit;

import org.jspecify.annotations.NullMarked;
