/// Measures the line between this server and a client, over HTTP.
///
/// - Way in: [dev.millrace.bandwidth.BandwidthHandler]
/// - Threads: a measurement is a request, and runs on its thread
/// - Imports: `net` for limits of bodies and answers, `access` for who may, `json`
@NullMarked
package dev.millrace.bandwidth;

import org.jspecify.annotations.NullMarked;
