/// Settings: what there is, what each may be, and where it came from.
///
/// A [Config] is a record of records that cannot be wrong. [ConfigLoader] makes one out of a file,
/// the environment and flags, and names every mistake with its place. Each setting is declared
/// once, as a [Key] in the record that holds it; the reference in `docs/` is made from the same
/// keys.
///
/// - Threads: immutable values; a loader belongs to the thread that made it.
/// - Imports: `config.file` for the form of files, `config.value` for what some are; `bytes`,
///   `media` for names of channels
@NullMarked
package dev.millrace.config;

import org.jspecify.annotations.NullMarked;
