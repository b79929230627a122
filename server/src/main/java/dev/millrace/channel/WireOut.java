package dev.millrace.channel;

import dev.millrace.bytes.BytesOut;

/// Where a packager writes: the open group of a wire.
public interface WireOut extends BytesOut {
    /// Notes that the wire may be cut here, in front of what is written next.
    ///
    /// @param dtsUs time of what follows
    /// @param independent whether a decoder can start here
    /// @param changed whether what follows decodes differently from what came before
    void mark(long dtsUs, boolean independent, boolean changed);
}
