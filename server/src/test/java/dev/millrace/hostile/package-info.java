/// Clients that attack: each test is one way to bring a server down, and shows what bounds it.
///
/// - Threads: the attackers are virtual threads of the test; the server is a process with a small
///   heap where its memory is looked at.
/// - Imports: anything.
@NullMarked
package dev.millrace.hostile;

import org.jspecify.annotations.NullMarked;
