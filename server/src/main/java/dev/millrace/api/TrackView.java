package dev.millrace.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.media.Track;
import dev.millrace.observe.ChannelRates;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// A track as the API shows it: its kind, the codec's short name and RFC 6381 name, and bits per
/// second over the last few seconds. What a codec does not say is left out.
sealed interface TrackView {
    /// @param frameRate per second, as the encoder says or, if it does not, as pictures come
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Video(
            String kind,
            String codec,
            String codecs,
            String profile,
            String level,
            Optional<Integer> width,
            Optional<Integer> height,
            Optional<Double> frameRate,
            long bitrate)
            implements TrackView {}

    /// @param sampleRate in Hz, as it comes out of the decoder
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Audio(
            String kind,
            String codec,
            String codecs,
            Optional<String> profile,
            int sampleRate,
            Optional<Integer> channels,
            long bitrate)
            implements TrackView {}

    /// A codec that is carried and not looked into.
    record Opaque(String kind, String codec, long bitrate) implements TrackView {}

    static TrackView of(Track track, ChannelRates rates) {
        String kind = track.kind().name().toLowerCase(Locale.ROOT);
        String name = track.config().codecName();
        long bitrate = rates.of(track.kind());
        return switch ((Codec) track.config()) {
            case H264Config h264 ->
                    new Video(
                            kind,
                            name,
                            h264.rfc6381(),
                            h264.profileName(),
                            h264.levelName(),
                            known(h264.width()),
                            known(h264.height()),
                            frameRate(h264.frameRate(), rates.picturesPerSecond()),
                            bitrate);
            case AacConfig aac ->
                    new Audio(
                            kind,
                            name,
                            aac.rfc6381(),
                            Optional.of(aac.profileName()),
                            aac.outputSampleRate(),
                            known(aac.channels()),
                            bitrate);
            case Mp3Config mp3 ->
                    new Audio(
                            kind,
                            name,
                            mp3.rfc6381(),
                            Optional.empty(),
                            mp3.sampleRate(),
                            known(mp3.channels()),
                            bitrate);
            case OpaqueConfig _ -> new Opaque(kind, name, bitrate);
        };
    }

    private static Optional<Double> frameRate(OptionalDouble told, double measured) {
        double rate = Math.rint(told.orElse(measured) * 1e3) / 1e3;
        return Optional.of(rate).filter(r -> r > 0);
    }

    private static Optional<Integer> known(int value) {
        return Optional.of(value).filter(v -> v > 0);
    }
}
