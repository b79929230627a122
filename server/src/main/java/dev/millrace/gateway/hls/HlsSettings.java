package dev.millrace.gateway.hls;

import java.time.Duration;
import java.util.Optional;

/// How channels are cut for HLS, and when.
///
/// @param enabled whether there are playlists at all
/// @param always whether a channel is cut while nobody asks for its playlist, too
/// @param segment what segments are cut to; they end at the first key frame after that
/// @param segments how many the playlist lists, at least
/// @param past how many can still be fetched when they left the playlist; all that a player may
///   still know of, if it is not set
/// @param idle a channel whose playlist nobody asked for is no longer cut after this long
/// @param playWait how long a player waits for a publisher before it is told there is none
/// @param segmentsPerKey how many segments are encrypted with the same key, if they are
/// @param heldBytesMax most that the segments of one channel may hold beyond those in the list
public record HlsSettings(
        boolean enabled,
        boolean always,
        Duration segment,
        int segments,
        Optional<Integer> past,
        Duration idle,
        Duration playWait,
        Optional<Integer> segmentsPerKey,
        long heldBytesMax) {
    public static final HlsSettings DEFAULT =
            new HlsSettings(
                    true,
                    false,
                    Duration.ofSeconds(2),
                    6,
                    Optional.empty(),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    Optional.empty(),
                    32L << 20);

    /// From a publisher's first frame to the end of the first segment, even with rare key frames.
    private static final Duration FIRST_SEGMENT = Duration.ofSeconds(20);

    /// Within this time after a publisher was seen there must be a playlist.
    Duration firstSegmentWait() {
        return FIRST_SEGMENT.plus(segment);
    }

    long segmentUs() {
        return segment.toNanos() / 1000;
    }
}
