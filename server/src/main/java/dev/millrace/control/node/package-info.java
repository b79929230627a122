/// The control node without its listeners: live windows, what is taken in and kept, what edge nodes
/// are told, and how they are doing.
///
/// - Way in: [dev.millrace.control.node.ControlNode]
/// - Threads: any. A thread of its own looks for changes once a second, and another one deletes
///   what nobody wants any more.
/// - Imports: `hls`, `net`, `segment`, `uplink`, and the other rooms of `control`
@NullMarked
package dev.millrace.control.node;

import org.jspecify.annotations.NullMarked;
