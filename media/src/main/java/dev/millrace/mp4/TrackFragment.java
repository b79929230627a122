package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.mp4.box.Boxes;
import dev.millrace.mp4.box.Mp4Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a fragment has of one track (`traf`). ISO/IEC 14496-12, 8.8.6, 8.8.8 and 8.8.12.
///
/// Runs are walked over once when they are read, so that what follows knows where they end, and
/// once more when their samples are wanted.
final class TrackFragment {
    /// What all tracks of a fragment may have together.
    static final class Budget {
        private int samples;
        private long bytes;

        void spend(Sample sample) throws ProtocolException {
            ProtocolException.requireAtMost(
                    "count of samples in a fragment", ++samples, Mp4Limits.FRAGMENT_SAMPLES_MAX);
            bytes += sample.lengthBytes();
            ProtocolException.requireAtMost(
                    "size of a fragment", bytes, Mp4Limits.FRAGMENT_BYTES_MAX);
        }
    }

    private final SampleDefaults defaults;
    private final long baseBytes;
    private final Budget budget;
    private final List<TrackRun> runs = new ArrayList<>();
    private long nextTicks;
    private long nextBytes;
    private long firstByte = Long.MAX_VALUE;
    private long endByte = Long.MIN_VALUE;

    private TrackFragment(SampleDefaults defaults, long baseBytes, long nextTicks, Budget budget) {
        this.defaults = defaults;
        this.baseBytes = baseBytes;
        this.nextBytes = baseBytes;
        this.nextTicks = nextTicks;
        this.budget = budget;
    }

    /// @param traf the body of the box
    /// @param defaults what its header says
    /// @param baseBytes what data offsets count from
    /// @param nextTicks where the track goes on if the fragment does not say
    static TrackFragment parse(
            ByteReader traf, SampleDefaults defaults, long baseBytes, long nextTicks, Budget budget)
            throws ProtocolException {
        var fragment = new TrackFragment(defaults, baseBytes, nextTicks, budget);
        for (var boxes = new Boxes(traf); boxes.next(); ) {
            switch (boxes.type()) {
                case "tfdt" -> fragment.nextTicks = decodeTime(boxes.body());
                case "trun" -> fragment.add(boxes.body());
                default -> {}
            }
        }
        return fragment;
    }

    /// When a sample behind the last one is decoded.
    long nextTicks() {
        return nextTicks;
    }

    /// Where the data of the last run ends.
    long nextBytes() {
        return nextBytes;
    }

    /// Where the foremost sample begins; above [#endByte] if there is none.
    long firstByte() {
        return firstByte;
    }

    /// Where the hindmost sample ends.
    long endByte() {
        return endByte;
    }

    List<TrackRun> runs() {
        return runs;
    }

    private static long decodeTime(ByteReader tfdt) throws Malformed {
        long ticks = Boxes.version(tfdt) == 1 ? tfdt.i64() : tfdt.u32();
        if (ticks < 0 || ticks > Long.MAX_VALUE / 2) {
            throw new Malformed("a fragment at tick %s".formatted(Long.toUnsignedString(ticks)));
        }
        return ticks;
    }

    private void add(ByteReader trun) throws ProtocolException {
        var run = new TrackRun(trun, defaults, baseBytes, nextBytes, nextTicks);
        runs.add(run.copy());
        Optional<Sample> sample = run.next();
        while (sample.isPresent()) {
            budget.spend(sample.get());
            firstByte = Math.min(firstByte, sample.get().positionBytes());
            endByte = Math.max(endByte, sample.get().endBytes());
            sample = run.next();
        }
        nextBytes = run.positionBytes();
        nextTicks = run.dtsTicks();
    }
}
