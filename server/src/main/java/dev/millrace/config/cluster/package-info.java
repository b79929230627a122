/// Settings of several servers that work together.
///
/// - Threads: immutable values
/// - Imports: `config.key` for what settings are
@NullMarked
package dev.millrace.config.cluster;

import org.jspecify.annotations.NullMarked;
