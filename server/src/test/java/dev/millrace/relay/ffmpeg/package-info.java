/// Tests of [dev.millrace.relay.ffmpeg].
@NullMarked
package dev.millrace.relay.ffmpeg;

import org.jspecify.annotations.NullMarked;
