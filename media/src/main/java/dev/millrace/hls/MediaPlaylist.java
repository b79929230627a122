package dev.millrace.hls;

import java.util.List;
import java.util.Optional;

/// The segments of one rendition, in order. RFC 8216, section 4.3.3.
///
/// @param ended nothing will follow the last segment (EXT-X-ENDLIST)
public record MediaPlaylist(Header header, List<MediaSegment> segments, boolean ended)
        implements Playlist {
    public MediaPlaylist {
        segments = List.copyOf(segments);
        boolean mapped = false;
        for (MediaSegment segment : segments) {
            if (mapped && segment.map().isEmpty()) {
                throw new IllegalArgumentException(
                        "a playlist cannot say that an EXT-X-MAP ends: " + segment);
            }
            mapped = segment.map().isPresent();
        }
    }

    /// How long all segments play.
    public long durationUs() {
        return segments.stream().mapToLong(MediaSegment::durationUs).sum();
    }

    /// What is said of the playlist as a whole.
    ///
    /// @param targetDurationSeconds no segment's duration, rounded to the nearest second, is more
    /// @param mediaSequence the number of the first segment listed
    /// @param discontinuitySequence how many discontinuities came before the first segment listed
    /// @param independentSegments every segment can be decoded without those before it
    /// @param start where a player should begin, when not at the default place
    public record Header(
            int targetDurationSeconds,
            long mediaSequence,
            long discontinuitySequence,
            boolean independentSegments,
            Type type,
            Optional<Start> start) {
        public Header {
            if (targetDurationSeconds < 0 || mediaSequence < 0 || discontinuitySequence < 0) {
                throw new IllegalArgumentException(
                        "negative: target duration %d, media sequence %d, discontinuity sequence %d"
                                .formatted(
                                        targetDurationSeconds,
                                        mediaSequence,
                                        discontinuitySequence));
            }
        }
    }

    /// How a playlist may change from now on.
    public enum Type {
        /// Segments are added and removed. The default, which no tag says.
        LIVE,
        /// Segments are added and never removed.
        EVENT,
        /// It does not change.
        VOD
    }

    /// EXT-X-START, section 4.3.5.2.
    ///
    /// @param offsetUs from the start of the playlist; negative from its end
    /// @param precise samples before the offset are not to be shown
    public record Start(long offsetUs, boolean precise) {}
}
