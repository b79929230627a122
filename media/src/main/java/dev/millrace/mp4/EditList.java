package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.mp4.box.Boxes;

/// When a track begins (`elst`): after so long an emptiness, and from there in its media. ISO/IEC
/// 14496-12, 8.6.6.
///
/// This is what encoders say with it: a late track, pictures that are decoded before the first one
/// is shown, sound that only warms up the decoder. Films that are cut with it are not.
///
/// @param emptyTicks on the clock of the movie
/// @param mediaTicks on the clock of the track; what is in front is decoded, and shown before 0
/// @param isCut there is more behind it
record EditList(long emptyTicks, long mediaTicks, boolean isCut) {
    static final EditList NONE = new EditList(0, 0, false);

    private static final long EMPTY = -1;

    static EditList parse(ByteReader elst) throws Malformed {
        boolean wide = Boxes.version(elst) == 1;
        long count = elst.u32();
        long emptyTicks = 0;
        for (long i = 0; i < count; i++) {
            long durationTicks = wide ? elst.i64() : elst.u32();
            long mediaTicks = wide ? elst.i64() : elst.i32();
            elst.skip(4); // media_rate
            if (mediaTicks != EMPTY) {
                return new EditList(emptyTicks, Math.max(0, mediaTicks), i + 1 < count);
            }
            emptyTicks = durationTicks;
        }
        return new EditList(emptyTicks, 0, false);
    }
}
