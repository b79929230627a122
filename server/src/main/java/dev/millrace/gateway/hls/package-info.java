/// HLS: playlists, and segments that are ranges of the TS wire, all from memory.
///
/// A channel is cut while somebody asks for it. [HlsSegmenter] follows the wire and cuts,
/// [HlsStream] holds the playlist and what it lists, [HlsGateway] answers. [ChannelCutter] cuts for
/// others inside the server.
///
/// - Threads: one virtual thread per channel cuts; requests read immutable snapshots.
/// - Imports: `bytes`, `media`, `hls`, `ts`, `channel`, `net`, `observe`, `gateway.http`,
///   `gateway.ts`.
@NullMarked
package dev.millrace.gateway.hls;

import org.jspecify.annotations.NullMarked;
