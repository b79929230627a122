/// An edge node: collects segments of cameras and channels where they are, and brings them to a
/// control node elsewhere, of recordings without loss.
///
/// The way of a segment: `edge.intake` reads it, `edge.source` numbers and dates it, `edge.spool`
/// keeps it if a recording wants it, `edge.cache` has the newest ones, `edge.link` sends it, and
/// when the control node has confirmed it, the spool forgets it.
///
/// - Way in: [dev.millrace.edge.EdgeNode]
/// - Threads: those of its rooms
/// - Imports: its rooms, `channel`, `access`, `observe`, `machine`
@NullMarked
package dev.millrace.edge;

import org.jspecify.annotations.NullMarked;
