/// LiveMix's paths and JSON, with the right status codes: management, what its edge nodes ask for,
/// and what viewers do.
///
/// - Way in: [dev.millrace.api.livemix.LiveMixHandler]
/// - Threads: a request runs on a virtual thread of its own
/// - Imports: `net.http`, `json`, `access`, `api`, `control` and its rooms, `hls`, `segment`
@NullMarked
package dev.millrace.api.livemix;

import org.jspecify.annotations.NullMarked;
