/// The client against itself, through small servers on the loopback interface, and against FFmpeg.
///
/// - Threads: each server has a thread for each connection.
/// - Imports: all of `media`.
@NullMarked
package dev.millrace.client;

import org.jspecify.annotations.NullMarked;
