/// Recordings on demand: files of the recording folder, whole, in parts, and from a key frame on.
///
/// - Way in: [dev.millrace.gateway.vod.VodGateway]
/// - Threads: those of the HTTP server, which wait for the disk, and not for who reads slowly
/// - Imports: `net.http`, `hls`, `channel`, `dvr`, `gateway.http`
@NullMarked
package dev.millrace.gateway.vod;

import org.jspecify.annotations.NullMarked;
