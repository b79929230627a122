/// What a setting is: its name, what it may be, what it is by default, what it does.
///
/// - Way in: [dev.millrace.config.key.Key]
/// - Threads: immutable values
/// - Imports: `config.value` for what some are, `config.file` for where one was written; `media`
///   for names of channels
@NullMarked
package dev.millrace.config.key;

import org.jspecify.annotations.NullMarked;
