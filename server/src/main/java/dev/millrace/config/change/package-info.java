/// What is different between two configurations, and what a server can do about it while it runs.
///
/// - Way in: [ConfigDiff]; [ConfigText] shows one configuration whole
/// - Threads: none; all are values
/// - Imports: `config` and what it is made of
@NullMarked
package dev.millrace.config.change;

import org.jspecify.annotations.NullMarked;
