/// Playing cameras over RTSP.
///
/// - Way in: [dev.millrace.client.rtsp.RtspPlayer]
/// - Threads: virtual ones that read: one for the connection, and over UDP two for each track
/// - Imports: all of `media`, `client`
@NullMarked
package dev.millrace.client.rtsp;

import org.jspecify.annotations.NullMarked;
