/// Settings of what is served beside streams.
///
/// - Threads: immutable values
/// - Imports: `config.key` for what settings are, `config.value`
@NullMarked
package dev.millrace.config.tool;

import org.jspecify.annotations.NullMarked;
