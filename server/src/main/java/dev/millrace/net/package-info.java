/// Sockets: listening, TLS, writing many buffers at once, and watching for the silent.
///
/// - Threads: one virtual thread accepts per listener, one reads per connection; any number may
///   write, one after the other.
/// - Imports: `bytes`.
@NullMarked
package dev.millrace.net;

import org.jspecify.annotations.NullMarked;
