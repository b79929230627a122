package dev.millrace.hls;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// One entry of a media playlist, with what the tags around it say of it. RFC 8216, section 4.3.2.
///
/// @param durationUs EXTINF
/// @param map the initialization section that a decoder needs first (EXT-X-MAP)
/// @param programDateTime the wall-clock time of the first sample, in whole milliseconds
/// @param discontinuity its encoding or its clock does not continue that of the segment before
/// @param gap known to be missing; not to be fetched
/// @param encryption how it is encrypted, if it is; never together with a `map`
public record MediaSegment(
        Resource resource,
        long durationUs,
        Optional<Resource> map,
        Optional<Instant> programDateTime,
        boolean discontinuity,
        boolean gap,
        Optional<Encryption> encryption) {
    public MediaSegment {
        programDateTime = programDateTime.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
        if (durationUs < 0) {
            throw new IllegalArgumentException("duration is negative: " + durationUs);
        }
        if (encryption.isPresent() && map.isPresent()) {
            throw new IllegalArgumentException("encrypted, and with an initialization section");
        }
    }

    /// One that is not encrypted.
    public MediaSegment(
            Resource resource,
            long durationUs,
            Optional<Resource> map,
            Optional<Instant> programDateTime,
            boolean discontinuity,
            boolean gap) {
        this(resource, durationUs, map, programDateTime, discontinuity, gap, Optional.empty());
    }

    /// A segment of which nothing is known but where it is and how long it plays.
    public static MediaSegment of(String uri, long durationUs) {
        return new MediaSegment(
                Resource.of(uri), durationUs, Optional.empty(), Optional.empty(), false, false);
    }
}
