package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.OverLimit;

/// Everything a message may make us hold. Checked before the memory is spent. A packet between
/// messages has a limit of its own: 16 bits of length.
enum MessageLimit {
    /// `RTP-Info` of a dozen tracks with long URLs is about 4 KB.
    LINE_BYTES("length of a line", 16 << 10),
    /// Servers send about ten.
    HEADERS("number of headers", 64),
    /// As much as a description may be long.
    BODY_BYTES("size of a body", 256 << 10),
    /// Digest has eleven.
    CHALLENGE_PARAMETERS("number of parameters of a challenge", 32),
    CHALLENGES("number of challenges", 8),
    /// RFC 2326, 12.37: one for each medium.
    RTP_INFOS("number of streams in RTP-Info", 64),
    PORT("port", 65_535),
    /// RFC 2326, 10.12: one byte.
    CHANNEL("interleaved channel", 255),
    /// A day; whoever says more never forgets.
    SESSION_TIMEOUT_S("timeout of the session", 86_400);

    private final String what;
    private final int max;

    MessageLimit(String what, int max) {
        this.what = what;
        this.max = max;
    }

    int max() {
        return max;
    }

    /// Returns `value` when it is within 0 and the limit.
    int check(long value) throws OverLimit {
        return ProtocolException.requireAtMost(what, value, max);
    }
}
