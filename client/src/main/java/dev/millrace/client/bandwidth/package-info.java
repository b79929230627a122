/// How fast the line to a server is: `./millrace bandwidth`.
///
/// - Way in: [dev.millrace.client.bandwidth.Bandwidth]
/// - Threads: a measurement belongs to the thread that runs it; reports are immutable
/// - Imports: `client`; `rtmp` and what it is made of
@NullMarked
package dev.millrace.client.bandwidth;

import org.jspecify.annotations.NullMarked;
