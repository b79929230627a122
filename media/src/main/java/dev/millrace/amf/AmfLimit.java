package dev.millrace.amf;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.OverLimit;

/// What one message may make a reader build. Its bytes are bounded by whoever received them.
public enum AmfLimit {
    /// Metadata is three deep; what is deeper than this wants to exhaust the stack.
    DEPTH("AMF nesting", 32),
    /// A key-frame index of an hour-long file has some 7000 numbers. One byte makes one value.
    VALUES("number of AMF values", 65_536),
    /// The same for a command: a connect has a dozen, and what it says is kept for as long as the
    /// connection lasts.
    COMMAND_VALUES("number of AMF values in a command", 1024),
    /// The largest XML document seen in metadata is a few kilobytes.
    STRING_BYTES("AMF string length", 1 << 20);

    private final String what;
    private final int max;

    AmfLimit(String what, int max) {
        this.what = what;
        this.max = max;
    }

    public int max() {
        return max;
    }

    /// Returns `value` when it is within 0 and the limit.
    int check(long value) throws OverLimit {
        return ProtocolException.requireAtMost(what, value, max);
    }
}
