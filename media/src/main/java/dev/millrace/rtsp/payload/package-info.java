/// What is in the packets: a depacketiser for each way that a codec is put into RTP. Packets in
/// order go in, configurations and whole frames come out; a frame that lacks a part never does.
///
/// - Threads: each depacketiser belongs to the thread that made it.
/// - Imports: `bytes`, `media`, `codec`, `rtsp.sdp`, `rtsp.rtp`.
@NullMarked
package dev.millrace.rtsp.payload;

import org.jspecify.annotations.NullMarked;
