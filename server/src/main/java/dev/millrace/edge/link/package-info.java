/// The connection to the control node: one WebSocket that the edge opens and opens again, for ever.
///
/// - Way in: [dev.millrace.edge.link.Link]
/// - Rules: [dev.millrace.edge.link.Transfers] says what is offered next and what is sent next
/// - Threads: one virtual thread keeps the connection and alone writes to it; what control says is
///   handled by the threads of the WebSocket
/// - Imports: `uplink`, `segment`, `edge.source`, `edge.cache`, `edge.spool`, `edge.store`,
///   `observe`
@NullMarked
package dev.millrace.edge.link;

import org.jspecify.annotations.NullMarked;
