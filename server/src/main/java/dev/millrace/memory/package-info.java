/// How much memory there is for this process and its children.
///
/// - Way in: [dev.millrace.memory.MemoryMeter]
/// - Threads: none
/// - Imports: nothing of ours
@NullMarked
package dev.millrace.memory;

import org.jspecify.annotations.NullMarked;
