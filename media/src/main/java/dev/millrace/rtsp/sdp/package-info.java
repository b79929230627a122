/// What a server says of a stream before it is played: SDP, as far as RTSP needs it. RFC 8866, and
/// RFC 2326, appendix C.
///
/// - Threads: immutable values and pure functions.
/// - Imports: `bytes`.
@NullMarked
package dev.millrace.rtsp.sdp;

import org.jspecify.annotations.NullMarked;
