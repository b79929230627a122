/// The HTTP API of VTX Link, for its clients: `/streams`, `/sys/status`, `/hls/`.
///
/// - Way in: [dev.millrace.api.vtx.VtxLinkHandler]
/// - Threads: the caller's, which may wait
/// - Imports: `api` for how a request is answered; `access`, `relay`, `net.http`
@NullMarked
package dev.millrace.api.vtx;

import org.jspecify.annotations.NullMarked;
