package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.mp4.box.Boxes;

/// What stands in front of a track's runs in a fragment (`tfhd`). ISO/IEC 14496-12, 8.8.7.
///
/// @param present which fields there are; the flags of the box
/// @param saidBaseBytes what data offsets count from, if [#HAS_BASE]
record TrackFragmentHeader(long trackId, int present, long saidBaseBytes, SampleDefaults defaults) {
    private static final int HAS_BASE = 0x1;
    private static final int BASE_IS_FRAGMENT = 0x2_0000;

    /// @param traf the body of the box around it
    static TrackFragmentHeader find(ByteReader traf, Movie movie) throws ProtocolException {
        for (var boxes = new Boxes(traf); boxes.next(); ) {
            if (boxes.type().equals("tfhd")) {
                return parse(boxes.body(), movie);
            }
        }
        throw new Malformed("a fragment of a track lacks its header (tfhd)");
    }

    private static TrackFragmentHeader parse(ByteReader in, Movie movie) throws Malformed {
        int present = in.i32() & 0xFF_FFFF;
        long trackId = in.u32();
        long baseBytes = (present & HAS_BASE) != 0 ? in.i64() : 0;
        if (baseBytes < 0 || baseBytes > Long.MAX_VALUE / 2) {
            throw new Malformed("data of a fragment at %d".formatted(baseBytes));
        }
        SampleDefaults defaults = movie.defaults(trackId).with(present, in);
        return new TrackFragmentHeader(trackId, present, baseBytes, defaults);
    }

    /// What data offsets count from.
    ///
    /// @param fragmentBytes where the fragment begins
    /// @param precedingEndBytes where the data of the track in front of this one ends; of the first
    ///   track, where the fragment begins
    long baseBytes(long fragmentBytes, long precedingEndBytes) {
        if ((present & HAS_BASE) != 0) {
            return saidBaseBytes;
        }
        return (present & BASE_IS_FRAGMENT) != 0 ? fragmentBytes : precedingEndBytes;
    }
}
