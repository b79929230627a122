/// The source for a URL or a file, whatever it is.
///
/// - Way in: [dev.millrace.client.source.MediaSources]
/// - Threads: those of what is opened
/// - Imports: all of `media`, `client`, `client.rtsp`
@NullMarked
package dev.millrace.client.source;

import org.jspecify.annotations.NullMarked;
