/// The outbox: segments of recordings, from when they are made until the control node has said that
/// it stores them.
///
/// The folder is the journal: a segment is one file, which carries its own description and
/// checksum, and appears under its name only when it is whole and on the disk. There is no index
/// beside it that a crash could leave behind, and to forget a segment is to delete its file.
///
/// What was recorded first is kept: when the spool is full, new segments are refused, and of each
/// of them a note is left that tells the control node what was lost.
///
/// - Way in: [dev.millrace.edge.spool.Spool]
/// - Threads: any
/// - Imports: `segment`, `edge.store`
@NullMarked
package dev.millrace.edge.spool;

import org.jspecify.annotations.NullMarked;
