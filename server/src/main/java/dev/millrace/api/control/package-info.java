/// Sources, recordings and edge nodes in the API: `/api/v2/sources`, `/api/v2/recordings`,
/// `/api/v2/edges`, and what pages are told of them, `/api/v2/control`.
///
/// - Way in: [dev.millrace.api.control.ControlApi]
/// - Threads: a request runs on a virtual thread of its own
/// - Imports: formats, `net.http`, `json`, `access`, `api`, `gateway.snapshot`, `control` and its
///   rooms
@NullMarked
package dev.millrace.api.control;

import org.jspecify.annotations.NullMarked;
