/// One picture of a channel, for pages with many of them: joins the bus and the format.
///
/// [SnapshotGateway] is the way in.
///
/// - Threads: any; every answer is made of what is there.
/// - Imports: `bytes`, `media`, `codec`, `mp4.write`, `channel`, `net.http`, `gateway.http`.
@NullMarked
package dev.millrace.gateway.snapshot;

import org.jspecify.annotations.NullMarked;
