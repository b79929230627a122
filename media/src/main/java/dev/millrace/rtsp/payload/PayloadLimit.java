package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.OverLimit;

/// What a track may make us hold. Checked before the memory is spent.
enum PayloadLimit {
    /// A 4K key frame is about 2 MiB; four times that is a mistake or an attack.
    FRAME_BYTES("size of a frame", 8 << 20),
    /// A frame of that size in slices of one packet has about 1500 NAL units.
    NAL_UNITS("number of NAL units in a frame", 8_192),
    /// A sequence parameter set with every scaling list in it is about 1 KB.
    PARAMETER_SET_BYTES("size of a parameter set", 8 << 10),
    /// RFC 3640, 3.3.6: 13 bits of length; LATM has no limit, and lossless AAC stays below this.
    AUDIO_FRAME_BYTES("size of a frame of sound", 64 << 10),
    /// RFC 3640, 4.1: lengths of fields in bits. No field is longer than a number.
    FIELD_BITS("length of a field", 32);

    private final String what;
    private final int max;

    PayloadLimit(String what, int max) {
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
