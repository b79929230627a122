/// The examples of `docs/client.md`, so that they compile and run.
///
/// - Threads: none.
/// - Imports: `client` and what it hands out.
@NullMarked
package dev.millrace.client.examples;

import org.jspecify.annotations.NullMarked;
