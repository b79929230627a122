/// Recordings on demand: files of the recording folder, whole, in parts, from a key frame on, and
/// over HLS.
///
/// - Way in: [dev.millrace.gateway.vod.VodGateway]
/// - Threads: those of the HTTP server, which wait for the disk, and not for who reads slowly; but
///   the segments of [dev.millrace.gateway.vod.FlvHls] are made as fast as they are taken
/// - Imports: `net.http`, `hls`, `channel`, `dvr`, `gateway.http`
@NullMarked
package dev.millrace.gateway.vod;

import org.jspecify.annotations.NullMarked;
