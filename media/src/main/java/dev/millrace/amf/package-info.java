/// AMF0, the notation of RTMP commands and FLV script data: a family of values, a reader and a
/// writer. Of AMF3 only what AMF0 peers meet: its simple values behind the switch marker.
///
/// - Threads: values are immutable; a reader or writer belongs to the thread that made it.
/// - Imports: `bytes`.
@NullMarked
package dev.millrace.amf;

import org.jspecify.annotations.NullMarked;
