/// What can be set of RTSP.
///
/// - Threads: immutable values.
/// - Imports: `config.key`, `config.value`.
@NullMarked
package dev.millrace.config.rtsp;

import org.jspecify.annotations.NullMarked;
