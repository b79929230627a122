/// RTP and RTCP: packets, their order, what is lost of them, and what time it is in them. RFC 3550.
///
/// - Threads: each reader, buffer and clock belongs to the thread that made it.
/// - Imports: `bytes`, `media`.
@NullMarked
package dev.millrace.rtsp.rtp;

import org.jspecify.annotations.NullMarked;
