package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.mp4.box.Boxes;
import dev.millrace.mp4.box.Mp4Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A fragment (`moof`) and the bytes behind it that its samples are in, until they are all there.
/// ISO/IEC 14496-12, 8.8.4.
///
/// Tracks lie one behind the other in it, so their samples are in order of time only when all are
/// there.
final class Fragment {
    private static final int EXPECTED_BYTES = 64 << 10;

    private final Merge samples = new Merge();

    /// The bytes that samples are in, and those between them.
    private final ByteWriter data;

    private long beginBytes = Long.MAX_VALUE;
    private long endBytes;

    private Fragment(Map<TrackReader, List<TrackFragment>> parts, long headerEndBytes)
            throws ProtocolException {
        for (var track : parts.entrySet()) {
            for (TrackFragment part : track.getValue()) {
                beginBytes = Math.min(beginBytes, part.firstByte());
                endBytes = Math.max(endBytes, part.endByte());
            }
            samples.add(track.getKey(), chain(track.getValue()));
        }
        beginBytes = Math.max(beginBytes, headerEndBytes); // nothing else is seen again
        long bytes = Math.max(0, endBytes - beginBytes);
        ProtocolException.requireAtMost("size of a fragment", bytes, Mp4Limits.FRAGMENT_BYTES_MAX);
        data = new ByteWriter((int) Math.min(bytes, EXPECTED_BYTES));
    }

    /// Reads the header of a fragment, and moves its tracks on.
    ///
    /// @param moof the body of the box
    /// @param fragmentBytes where the box begins
    /// @param headerEndBytes where it ends
    static Fragment parse(
            byte[] moof,
            long fragmentBytes,
            long headerEndBytes,
            Movie movie,
            Collection<TrackReader> tracks)
            throws ProtocolException {
        Map<TrackReader, List<TrackFragment>> parts = new LinkedHashMap<>();
        var budget = new TrackFragment.Budget();
        long precedingEndBytes = fragmentBytes;
        for (var boxes = new Boxes(new ByteReader(moof)); boxes.next(); ) {
            if (!boxes.type().equals("traf")) {
                continue;
            }
            ByteReader traf = boxes.body();
            TrackFragmentHeader header = TrackFragmentHeader.find(traf.fork(), movie);
            Optional<TrackReader> track =
                    tracks.stream().filter(t -> t.track().id() == header.trackId()).findFirst();
            TrackFragment part =
                    TrackFragment.parse(
                            traf,
                            header.defaults(),
                            header.baseBytes(fragmentBytes, precedingEndBytes),
                            track.map(TrackReader::nextTicks).orElse(0L),
                            budget);
            precedingEndBytes = part.nextBytes();
            if (track.isPresent()) {
                track.get().setNextTicks(part.nextTicks());
                parts.computeIfAbsent(track.get(), _ -> new ArrayList<>()).add(part);
            }
        }
        return new Fragment(parts, headerEndBytes);
    }

    private static Samples chain(List<TrackFragment> parts) {
        var runs = parts.stream().flatMap(part -> part.runs().stream()).iterator();
        return new Samples() {
            private Samples run = Optional::empty;

            @Override
            public Optional<Sample> next() throws ProtocolException {
                Optional<Sample> sample = run.next();
                while (sample.isEmpty() && runs.hasNext()) {
                    run = runs.next();
                    sample = run.next();
                }
                return sample;
            }
        };
    }

    /// Takes in what of these bytes is its own.
    ///
    /// @param positionBytes where they begin in the file
    void take(long positionBytes, byte[] bytes, int offset, int length) {
        long from = Math.max(positionBytes, beginBytes);
        long to = Math.min(positionBytes + length, endBytes);
        if (from < to) {
            data.put(bytes, offset + (int) (from - positionBytes), (int) (to - from));
        }
    }

    /// Whether all its samples are there.
    boolean isWhole() {
        return data.size() >= endBytes - beginBytes;
    }

    /// Hands over the samples that are there, in order of decoding.
    ///
    /// @return how many are not
    int finish(Consumer<? super Mp4Item> sink) throws ProtocolException {
        int missing = 0;
        Optional<Merge.Next> next = samples.next();
        while (next.isPresent()) {
            Sample sample = next.get().sample();
            long at = sample.positionBytes() - beginBytes;
            long end = at + sample.lengthBytes();
            if (at >= 0 && end <= data.size()) {
                byte[] payload = Arrays.copyOfRange(data.array(), (int) at, (int) end);
                next.get().track().read(sample, payload, sink);
            } else {
                missing++;
            }
            next = samples.next();
        }
        return missing;
    }
}
