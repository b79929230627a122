package dev.millrace.limit;

import dev.millrace.channel.Publication;
import dev.millrace.codec.VideoCodec;
import dev.millrace.media.TrackKind;
import java.util.Locale;
import java.util.Optional;

/// What the publisher of a channel may send at most; what is empty is not limited.
///
/// @param bitsPerSecond on average, over [PublisherLimits#PERIOD]
/// @param picture the largest one
public record PublisherLimit(Optional<Long> bitsPerSecond, Optional<Picture> picture) {
    /// As it comes.
    public static final PublisherLimit NONE =
            new PublisherLimit(Optional.empty(), Optional.empty());

    /// In pixels; it may lie or stand.
    public record Picture(int width, int height) {
        private boolean holds(int otherWidth, int otherHeight) {
            return Math.max(otherWidth, otherHeight) <= Math.max(width, height)
                    && Math.min(otherWidth, otherHeight) <= Math.min(width, height);
        }

        @Override
        public String toString() {
            return width + "x" + height;
        }
    }

    /// What is wrong with the picture, for people.
    Optional<String> pictureTooLarge(Publication publication) {
        return picture.flatMap(largest ->
                publication
                        .channel()
                        .catalog()
                        .track(TrackKind.VIDEO)
                        .map(track -> track.config())
                        .filter(VideoCodec.class::isInstance)
                        .map(VideoCodec.class::cast)
                        .filter(video -> !largest.holds(video.width(), video.height()))
                        .map(video ->
                                "its picture is %dx%d, at most %s is allowed (limits.picture)"
                                        .formatted(video.width(), video.height(), largest)));
    }

    /// What is wrong with the rate at which it sends, for people.
    Optional<String> tooMuch(double sentBitsPerSecond) {
        return bitsPerSecond
                .filter(most -> sentBitsPerSecond > most)
                .map(most ->
                        String.format(
                                Locale.ROOT,
                                "it sends %.2f Mbit/s, at most %.2f are allowed"
                                        + " (limits.bitrate)",
                                sentBitsPerSecond / 1e6,
                                most / 1e6));
    }
}
