/// Relays: sources that the server fetches by itself, always or while somebody watches, and sees to
/// that they run.
///
/// - Way in: [dev.millrace.relay.Relays], a [dev.millrace.channel.Demand] that viewers come by
/// - Rules: [dev.millrace.relay.RelayMachine], without threads or clocks
/// - Threads: a virtual one for each source that runs; everything else on the caller's
/// - Imports: `channel`, `client`, `observe`, `relay.ffmpeg`
@NullMarked
package dev.millrace.relay;

import org.jspecify.annotations.NullMarked;
