package dev.millrace.rtsp.sdp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.OverLimit;

/// Everything a description may make us hold. Checked before the memory is spent.
enum SdpLimit {
    /// A camera with four streams and their parameter sets says about 4 KB.
    TEXT_CHARACTERS("length of the description", 256 << 10),
    /// Video, sound, a way back for sound and metadata; conference servers have a dozen.
    MEDIA("number of media", 64),
    /// RFC 3551, 3: there are 128 payload types.
    PAYLOAD_TYPES("number of payload types of a medium", 128),
    /// RFC 3551, 3: seven bits.
    PAYLOAD_TYPE("payload type", 127),
    /// RFC 3640 has 26 parameters, the richest of all.
    PARAMETERS("number of format parameters", 64),
    /// Audio ends at 192 kHz, MPEG systems count in 90 kHz; nobody counts in microseconds.
    CLOCK_RATE_HZ("clock rate", 1_000_000),
    /// The largest arrangement with a name is 22.2.
    CHANNELS("number of channels", 64);

    private final String what;
    private final int max;

    SdpLimit(String what, int max) {
        this.what = what;
        this.max = max;
    }

    /// Returns `value` when it is within 0 and the limit.
    int check(long value) throws OverLimit {
        return ProtocolException.requireAtMost(what, value, max);
    }
}
