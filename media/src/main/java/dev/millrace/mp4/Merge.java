package dev.millrace.mp4;

import dev.millrace.bytes.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings the samples of several tracks into one order: that of decoding.
final class Merge {
    /// A sample, and whose it is.
    record Next(TrackReader track, Sample sample) {}

    private record Head(Next next, long dtsUs, Samples rest) {}

    private final List<Head> heads = new ArrayList<>();

    void add(TrackReader track, Samples samples) throws ProtocolException {
        head(track, samples).ifPresent(heads::add);
    }

    /// The next sample; none when all tracks are at their end. Of those at the same time, that of
    /// the track added first.
    Optional<Next> next() throws ProtocolException {
        if (heads.isEmpty()) {
            return Optional.empty();
        }
        int least = 0;
        for (int i = 1; i < heads.size(); i++) {
            least = heads.get(i).dtsUs < heads.get(least).dtsUs ? i : least;
        }
        Head taken = heads.remove(least);
        Optional<Head> following = head(taken.next.track, taken.rest);
        if (following.isPresent()) {
            heads.add(least, following.get());
        }
        return Optional.of(taken.next);
    }

    private static Optional<Head> head(TrackReader track, Samples samples)
            throws ProtocolException {
        Optional<Sample> first = samples.next();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        long dtsUs = track.dtsUs(first.get());
        return Optional.of(new Head(new Next(track, first.get()), dtsUs, samples));
    }
}
