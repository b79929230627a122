/// The log: lines for people or programs, on standard output or in files, and never too many.
///
/// - Way in: [Logging]
/// - Threads: any
/// - Imports: `config` for what is set, `observe` for what a session is called, `api.srs` for whom
///   the level is changed
@NullMarked
package dev.millrace.app.log;

import org.jspecify.annotations.NullMarked;
