/// The RTMP handshake, simple (RTMP 1.0, section 5.2) and with digests, as Flash Player 9 and Flash
/// Media Server 3 introduced it and FFmpeg, OBS and the large services still check it.
///
/// - Threads: a handshake belongs to the thread that owns its connection.
/// - Imports: `bytes`.
@NullMarked
package dev.millrace.rtmp.handshake;

import org.jspecify.annotations.NullMarked;
