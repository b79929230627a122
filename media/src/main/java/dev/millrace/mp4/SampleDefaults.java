package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;

/// What holds for the samples of a fragment that do not say themselves. ISO/IEC 14496-12, 8.8.3 and
/// 8.8.7.
record SampleDefaults(int description, long durationTicks, long lengthBytes, int flags) {
    static final SampleDefaults NONE = new SampleDefaults(1, 0, 0, 0);

    private static final int HAS_DESCRIPTION = 0x2;
    private static final int HAS_DURATION = 0x8;
    private static final int HAS_SIZE = 0x10;
    private static final int HAS_FLAGS = 0x20;

    /// Reads `trex` from behind the id of its track.
    static SampleDefaults ofMovie(ByteReader trex) throws Malformed {
        return new SampleDefaults((int) trex.u32(), trex.u32(), trex.u32(), trex.i32());
    }

    /// What `tfhd` says instead, from behind its base offset.
    ///
    /// @param present its flags
    SampleDefaults with(int present, ByteReader tfhd) throws Malformed {
        return new SampleDefaults(
                (present & HAS_DESCRIPTION) != 0 ? (int) tfhd.u32() : description,
                (present & HAS_DURATION) != 0 ? tfhd.u32() : durationTicks,
                (present & HAS_SIZE) != 0 ? tfhd.u32() : lengthBytes,
                (present & HAS_FLAGS) != 0 ? tfhd.i32() : flags);
    }
}
