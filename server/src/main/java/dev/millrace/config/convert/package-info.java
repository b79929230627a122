/// Configurations of other servers, in our words: what has an equivalent is a setting, what has
/// none is named with its line and the reason.
///
/// - Way in: [Import]
/// - Threads: none; a conversion belongs to whoever calls it
/// - Imports: `config.file` for YAML, `config.value` for what settings may be
@NullMarked
package dev.millrace.config.convert;

import org.jspecify.annotations.NullMarked;
