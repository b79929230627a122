package dev.millrace.observe;

import dev.millrace.media.TrackKind;

/// How much goes into and out of a channel, in bits per second over the last few seconds.
///
/// @param in payload from the publisher
/// @param out to all viewers together
/// @param picturesPerSecond video frames
/// @param outBytes to all viewers since the channel was first seen
public record ChannelRates(
        long in, long out, long video, long audio, double picturesPerSecond, long outBytes) {
    static final ChannelRates NONE = new ChannelRates(0, 0, 0, 0, 0, 0);

    /// The bits per second of one track.
    public long of(TrackKind kind) {
        return switch (kind) {
            case VIDEO -> video;
            case AUDIO -> audio;
            case DATA -> 0;
        };
    }
}
