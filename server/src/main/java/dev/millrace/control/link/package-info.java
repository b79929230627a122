/// The end of the uplink: edge nodes connect here, are told what is wanted, and send segments.
///
/// - Way in: [dev.millrace.control.link.UplinkHandler]
/// - Threads: Jetty calls a connection's methods one after the other; what is whole is stored on a
///   virtual thread of its own.
/// - Imports: `net`, `net.http`, `access`, `json`, `segment`, `uplink`, `control.node` and what
///   belongs to that
@NullMarked
package dev.millrace.control.link;

import org.jspecify.annotations.NullMarked;
