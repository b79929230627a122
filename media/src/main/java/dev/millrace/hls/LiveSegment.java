package dev.millrace.hls;

import java.time.Instant;

/// A finished segment of a live stream.
///
/// @param <M> what the server keeps to serve it: the list never looks inside
/// @param durationUs from the time of its first frame to that of the next segment's; positive
/// @param independent it begins with a key frame
/// @param discontinuity its encoding or clock does not continue that of the segment before
/// @param startedAt wall-clock time of its first frame
public record LiveSegment<M>(
        long durationUs, boolean independent, boolean discontinuity, Instant startedAt, M media) {
    public LiveSegment {
        if (durationUs <= 0) {
            throw new IllegalArgumentException("segment lasts %d us".formatted(durationUs));
        }
    }

    Instant endedAt() {
        return startedAt.plusNanos(durationUs * 1_000);
    }

    LiveSegment<M> startedAt(Instant time) {
        return new LiveSegment<>(durationUs, independent, discontinuity, time, media);
    }

    LiveSegment<M> afterDiscontinuity() {
        return new LiveSegment<>(durationUs, independent, true, startedAt, media);
    }
}
