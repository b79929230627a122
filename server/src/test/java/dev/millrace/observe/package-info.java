/// Tests of sessions, rates and metrics.
///
/// - Threads: each test is one.
/// - Imports: `bytes`, `media`, `channel`, `testing`.
@NullMarked
package dev.millrace.observe;

import org.jspecify.annotations.NullMarked;
