/// The words every room shares: channel names, tracks, frames, and time.
///
/// - Threads: every type is an immutable value, except [TimestampUnwrapper], which belongs to one
///   thread.
/// - Imports: `bytes`.
@NullMarked
package dev.millrace.media;

import org.jspecify.annotations.NullMarked;
