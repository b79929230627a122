/// What an edge node and its control node say to each other over the one connection that the edge
/// opens, a WebSocket: texts are JSON messages, binary messages are pieces of segments.
///
/// The edge says hello and which sources it has; control says what it wants of each, as a whole and
/// again at every change. The edge offers segments; control says from which byte on it wants one,
/// and that it has stored it. What is not confirmed is offered again over the next connection, so
/// that either side may vanish at any time.
///
/// - Way in: [dev.millrace.uplink.EdgeMessage], [dev.millrace.uplink.ControlMessage],
///   [dev.millrace.uplink.Messages]
/// - Threads: values, which any thread may read
/// - Imports: `segment`, `json`
@NullMarked
package dev.millrace.uplink;

import org.jspecify.annotations.NullMarked;
