package dev.millrace.mp4.write;

import static dev.millrace.mp4.write.BoxWriting.box;
import static dev.millrace.mp4.write.BoxWriting.full;
import static dev.millrace.mp4.write.BoxWriting.ints;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.write.FragmentedMovie.Sample;
import java.util.List;

/// Samples of one track and one codec in a fragment. ISO/IEC 14496-12, 8.8.6 to 8.8.12.
///
/// @param samples in order of decoding; at least one
record FragmentRun(FragmentTrack track, List<Sample> samples) {
    // Flags of tfhd.
    private static final int BASE_IS_MOOF = 0x02_0000;
    private static final int HAS_DESCRIPTION = 0x02;
    private static final int HAS_DEFAULT_DURATION = 0x08;
    private static final int HAS_DEFAULT_FLAGS = 0x20;

    // Flags of trun.
    private static final int HAS_DATA_OFFSET = 0x01;
    private static final int HAS_DURATIONS = 0x100;
    private static final int HAS_SIZES = 0x200;
    private static final int HAS_FLAGS = 0x400;
    private static final int HAS_COMPOSITION = 0x800;

    /// With offsets that may be negative, and times of 64 bits.
    private static final int VERSION_1 = 1 << 24;

    /// Of a sample, 8.8.3.1: depends on no other; depends on others, and is no place to begin.
    private static final int KEY = 0x0200_0000;

    private static final int NOT_KEY = 0x0101_0000;

    /// Clocks of 90 kHz and of microseconds cannot say every time exactly.
    private static final int ROUNDING_TICKS = 2;

    /// Of a sample that nothing follows.
    private static final int ALONE_PER_SECOND = 25;

    long bytes() {
        return samples.stream().mapToLong(sample -> header(sample).lengthBytes()).sum();
    }

    /// @param dataAt where its bytes begin, from the beginning of the `moof` on
    byte[] traf(int dataAt) {
        long[] times = samples.stream().mapToLong(it -> track.ticks(header(it).dtsUs())).toArray();
        long each = each(times);
        boolean isEven = isEven(times, each);
        int description = track.description(samples.getFirst().codec());
        byte[] tfhd =
                full(
                        "tfhd",
                        BASE_IS_MOOF | HAS_DESCRIPTION | HAS_DEFAULT_DURATION | HAS_DEFAULT_FLAGS,
                        ints(track.number(), description, each, KEY));
        byte[] tfdt = full("tfdt", VERSION_1, new ByteWriter().i64(times[0]).toByteArray());
        return box("traf", tfhd, tfdt, trun(dataAt, times, isEven ? 0 : HAS_DURATIONS));
    }

    private byte[] trun(int dataAt, long[] times, int durations) {
        boolean isVideo = track.kind() == TrackKind.VIDEO;
        int flags = HAS_DATA_OFFSET | HAS_SIZES | durations;
        flags |= isVideo ? HAS_FLAGS | HAS_COMPOSITION : 0;
        var rows = new ByteWriter(16 * samples.size());
        for (int i = 0; i < times.length; i++) {
            FrameHeader header = header(samples.get(i));
            if (durations != 0) {
                rows.u32(duration(times, i));
            }
            rows.u32(header.lengthBytes());
            if (isVideo) {
                rows.u32(header.key() ? KEY : NOT_KEY);
                rows.u32(track.ticks(header.ptsUs()) - times[i]);
            }
        }
        return full("trun", VERSION_1 | flags, ints(samples.size(), dataAt), rows.toByteArray());
    }

    /// How long samples are if all are equally long.
    private long each(long... times) {
        return times.length == 1
                ? track.ticksPerSecond() / ALONE_PER_SECOND
                : Math.round((times[times.length - 1] - times[0]) / (times.length - 1.0));
    }

    private static boolean isEven(long[] times, long each) {
        for (int i = 0; i < times.length; i++) {
            if (Math.abs(times[0] + i * each - times[i]) > ROUNDING_TICKS) {
                return false;
            }
        }
        return true;
    }

    /// The last one is as long as the one before.
    private static long duration(long[] times, int index) {
        int at = Math.min(index, times.length - 2);
        return Math.max(0, times[at + 1] - times[at]);
    }

    private static FrameHeader header(Sample sample) {
        return sample.frame().header();
    }
}
