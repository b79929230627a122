/// The program: `main`, the command line, and the wiring of everything else.
///
/// - Threads: commands run on the main thread.
/// - Imports: everything; nothing imports this.
@NullMarked
package dev.millrace.app;

import org.jspecify.annotations.NullMarked;
