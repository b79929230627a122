/// The threads that serve viewers.
///
/// A thread of its own for every viewer reads straight down, but waking it and putting it to sleep
/// costs half as much as the write it wakes up for. A lane wakes once and serves all its viewers,
/// one after the other; so nothing that runs there may block.
///
/// - Threads: one platform thread per [Lane], one lane per processor.
/// - Imports: none of ours.
@NullMarked
package dev.millrace.delivery;

import org.jspecify.annotations.NullMarked;
