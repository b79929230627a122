/// The rules of the house as tests: a rule is a test, or it is only a wish.
///
/// - Threads: pure functions over files.
/// - Imports: `testing`.
@NullMarked
package dev.millrace.rules;

import org.jspecify.annotations.NullMarked;
