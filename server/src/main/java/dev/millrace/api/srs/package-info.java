/// The HTTP API of SRS, for its clients and dashboards: `/api/v1`, and the heartbeat that SRS
/// sends. Shapes and words are those of SRS, of its release 1.0 and of later ones together; what
/// they say is this server's.
///
/// - Way in: [dev.millrace.api.srs.SrsHandler], [dev.millrace.api.srs.Heartbeat]
/// - Threads: a handler runs on a virtual thread of its own, the heartbeat has one; nothing here is
///   changed after it was made
/// - Imports: `api` for how a request is answered; `channel`, `observe`, `machine` for what is
///   told; `gateway` for virtual hosts
@NullMarked
package dev.millrace.api.srs;

import org.jspecify.annotations.NullMarked;
