package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.MediaTime;
import dev.millrace.mp4.box.Boxes;
import java.util.ArrayList;
import java.util.List;

/// Where the parts of a fragmented movie begin: the body of a `sidx`. ISO/IEC 14496-12, 8.16.3.
///
/// @param firstOffset bytes between the end of this box and the first part
/// @param parts one behind the other
public record SegmentIndex(long firstOffset, List<Part> parts) {
    private static final int IS_INDEX = 1 << 31;

    /// One of them: it begins with a key frame.
    ///
    /// @param durationUs how long it plays
    public record Part(long bytes, long durationUs) {}

    public SegmentIndex {
        parts = List.copyOf(parts);
    }

    /// Reads the body of a box.
    ///
    /// @throws Malformed if it is an index of indexes, or cut off
    public static SegmentIndex parse(ByteReader in) throws ProtocolException {
        int version = Boxes.version(in);
        in.skip(4); // the track
        long ticksPerSecond = Math.max(1, in.u32());
        in.skip(version == 0 ? 4 : 8); // when the first part begins
        long firstOffset = version == 0 ? in.u32() : in.i64();
        in.skip(2);
        int count = in.u16();
        var parts = new ArrayList<Part>(count);
        for (int i = 0; i < count; i++) {
            int size = in.i32();
            if ((size & IS_INDEX) != 0) {
                throw new Malformed("an index of indexes, not of parts");
            }
            long us = (in.u32() * MediaTime.US_PER_SECOND + ticksPerSecond / 2) / ticksPerSecond;
            in.skip(4); // how to begin there
            parts.add(new Part(size, us));
        }
        return new SegmentIndex(firstOffset, parts);
    }

    public long durationUs() {
        return parts.stream().mapToLong(Part::durationUs).sum();
    }
}
