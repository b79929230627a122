/// The messages of RTSP as text, and what stands in their headers: addresses, sessions, transports,
/// proofs of identity. RFC 2326; RFC 7616 and 7617.
///
/// - Threads: a reader or an authenticator belongs to the thread that made it; the rest is
///   immutable.
/// - Imports: `bytes`.
@NullMarked
package dev.millrace.rtsp.message;

import org.jspecify.annotations.NullMarked;
