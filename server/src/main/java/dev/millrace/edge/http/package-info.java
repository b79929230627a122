/// What an edge node answers over HTTP: LiveMix's paths, and its part of the API.
///
/// - Way in: [dev.millrace.edge.http.EdgeHandler]
/// - Threads: a request has its own
/// - Imports: `hls`, `net.http`, `access`, `api`, `json`, `segment`, and the other rooms of `edge`
@NullMarked
package dev.millrace.edge.http;

import org.jspecify.annotations.NullMarked;
