/// Services on the web that are asked whether somebody may do something, or told that somebody did.
///
/// - Way in: [dev.millrace.hook.Hooks]
/// - Threads: any; who asks is kept waiting, who tells is not
/// - Imports: `json` for what is sent and answered, `net` for when to try again, `media` for names
///   of channels
@NullMarked
package dev.millrace.hook;

import org.jspecify.annotations.NullMarked;
