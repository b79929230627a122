package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.mp4.box.Mp4Limits;
import java.util.Optional;

/// Samples of a fragment that lie one behind the other (`trun`). ISO/IEC 14496-12, 8.8.8.
///
/// ```
///  0         1       4       8             12               16
///  +---------+-------+-------+- - - - - - -+- - - - - - - - +- - - - - - - - - - - - - -
///  | version | flags | count | data offset | flags of first | (duration, size, flags,
///  |         |       |       |             |                |  composition offset)*
///  +---------+-------+-------+- - - - - - -+- - - - - - - - +- - - - - - - - - - - - - -
/// ```
final class TrackRun implements Samples {
    private static final int HAS_OFFSET = 0x1;
    private static final int HAS_FIRST_FLAGS = 0x4;
    private static final int HAS_DURATION = 0x100;
    private static final int HAS_SIZE = 0x200;
    private static final int HAS_FLAGS = 0x400;
    private static final int HAS_COMPOSITION = 0x800;

    /// Of the flags of a sample, 8.8.3.1.
    private static final int NON_SYNC = 0x1_0000;

    private static final int DEPENDS = 0x100_0000;
    private static final int DISPOSABLE = 0x80_0000;

    private final int present;
    private final int count;
    private final int firstFlags;
    private final SampleDefaults defaults;
    private final ByteReader table;
    private int number;
    private long positionBytes;
    private long dtsTicks;

    /// @param trun the body of the box
    /// @param baseBytes what its data offset counts from
    /// @param followingBytes where its data is if it has no offset
    TrackRun(
            ByteReader trun,
            SampleDefaults defaults,
            long baseBytes,
            long followingBytes,
            long dtsTicks)
            throws ProtocolException {
        this.defaults = defaults;
        this.dtsTicks = dtsTicks;
        present = trun.i32() & 0xFF_FFFF;
        count =
                ProtocolException.requireAtMost(
                        "count of samples in a run", trun.u32(), Mp4Limits.FRAGMENT_SAMPLES_MAX);
        positionBytes = (present & HAS_OFFSET) != 0 ? baseBytes + trun.i32() : followingBytes;
        firstFlags = (present & HAS_FIRST_FLAGS) != 0 ? trun.i32() : 0;
        table = trun;
    }

    private TrackRun(TrackRun other) {
        present = other.present;
        count = other.count;
        firstFlags = other.firstFlags;
        defaults = other.defaults;
        table = other.table.fork();
        number = other.number;
        positionBytes = other.positionBytes;
        dtsTicks = other.dtsTicks;
    }

    /// The same samples once more, from here on.
    TrackRun copy() {
        return new TrackRun(this);
    }

    /// Where the next sample begins; at the end, where the last one ends.
    long positionBytes() {
        return positionBytes;
    }

    /// When the next sample is decoded; at the end, when one behind the last would be.
    long dtsTicks() {
        return dtsTicks;
    }

    @Override
    public Optional<Sample> next() throws ProtocolException {
        if (number == count) {
            return Optional.empty();
        }
        long durationTicks = (present & HAS_DURATION) != 0 ? table.u32() : defaults.durationTicks();
        long sizeBytes = (present & HAS_SIZE) != 0 ? table.u32() : defaults.lengthBytes();
        int flags = flags();
        // Of version 0 it has no sign, but no such offset is that long.
        int ctsTicks = (present & HAS_COMPOSITION) != 0 ? table.i32() : 0;
        int lengthBytes =
                ProtocolException.requireAtMost(
                        "size of a sample", sizeBytes, Mp4Limits.SAMPLE_BYTES_MAX);
        var sample =
                new Sample(
                        dtsTicks,
                        ctsTicks,
                        positionBytes,
                        lengthBytes,
                        (flags & (NON_SYNC | DEPENDS)) == 0,
                        (flags & DISPOSABLE) != 0,
                        defaults.description());
        number++;
        positionBytes += lengthBytes;
        dtsTicks += durationTicks;
        return Optional.of(sample);
    }

    /// The first may have others than the rest.
    private int flags() throws Malformed {
        int own = (present & HAS_FLAGS) != 0 ? table.i32() : defaults.flags();
        return number == 0 && (present & HAS_FIRST_FLAGS) != 0 ? firstFlags : own;
    }
}
