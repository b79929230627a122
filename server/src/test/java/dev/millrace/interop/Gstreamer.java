package dev.millrace.interop;

import dev.millrace.testing.Program;

/// GStreamer, told what to do by a pipeline in its own notation.
final class Gstreamer {
    private Gstreamer() {}

    /// @param pipeline without spaces in its values
    static Program start(String pipeline) {
        return Program.start(("gst-launch-1.0 -q " + pipeline).split(" +"));
    }
}
