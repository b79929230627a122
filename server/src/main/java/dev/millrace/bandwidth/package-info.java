/// Measures the line between this server and a client: over HTTP, and for all ways of measuring who
/// may and how much of it. What is RTMP's is in `gateway.rtmp`.
///
/// - Way in: [dev.millrace.bandwidth.BandwidthHandler], [dev.millrace.bandwidth.Measurements]
/// - Threads: a measurement is a request, and runs on its thread
/// - Imports: `net` for limits of bodies and answers, `access` for who may, `json`
@NullMarked
package dev.millrace.bandwidth;

import org.jspecify.annotations.NullMarked;
