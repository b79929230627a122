/// Tests of [dev.millrace.client.rtsp].
@NullMarked
package dev.millrace.client.rtsp;

import org.jspecify.annotations.NullMarked;
