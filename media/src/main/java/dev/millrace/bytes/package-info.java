/// Readers and writers of fields and bits: the ground floor of every format.
///
/// - Threads: nothing here is shared; each reader and writer belongs to the thread that made it.
/// - Imports: nothing.
@NullMarked
package dev.millrace.bytes;

import org.jspecify.annotations.NullMarked;
