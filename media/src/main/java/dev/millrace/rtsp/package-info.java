/// RTSP without sockets: [ClientSession] plays a stream of a camera or a server. It takes the bytes
/// that arrived and says what to do about them. RTSP 1.0, RFC 2326.
///
/// - Threads: a session belongs to the thread that owns its connection.
/// - Imports: `bytes`, `media`, `codec`, `rtsp.message`, `rtsp.sdp`, `rtsp.rtp`, `rtsp.payload`.
@NullMarked
package dev.millrace.rtsp;

import org.jspecify.annotations.NullMarked;
