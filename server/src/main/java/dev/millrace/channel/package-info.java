/// The bus: one publisher writes a channel, any number of subscribers read it.
///
/// A channel is a window of **groups**; a group is a key frame and everything up to the next one. A
/// group is a log, and a reader is a position in it: payload bytes are written once by the
/// publisher and never changed, and a reader costs its position, not a queue. What delivery needs
/// around the payload is rendered once per channel and format, into a [Wire] that every viewer of
/// that format shares.
///
/// - Threads: one writer per [Channel] (whoever holds its [Publication]), one renderer per [Wire],
///   any number of readers, each on a thread of its own or on a [Lane](dev.millrace.delivery.Lane).
///   No reader can block a writer; readers take no locks.
/// - Imports: `bytes`, `media`, `timeline`, `delivery`. No formats, no sockets, no logging.
/// - Loss: a reader that falls too far behind continues at the newest independent group and is told
///   how many groups it missed. Single frames are never skipped.
@NullMarked
package dev.millrace.channel;

import org.jspecify.annotations.NullMarked;
