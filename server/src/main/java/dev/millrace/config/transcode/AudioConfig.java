package dev.millrace.config.transcode;

import static dev.millrace.config.key.ValueTypes.integer;
import static dev.millrace.config.key.ValueTypes.optional;

import dev.millrace.config.key.BadSettingException;
import dev.millrace.config.key.Key;
import dev.millrace.config.key.ValueTypes;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.Bitrate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a transcoder makes of sound. What is empty is as it comes, or as the encoder has it.
///
/// @param codec an encoder of FFmpeg, `copy`, or `none`
/// @param rate samples per second
public record AudioConfig(
        String codec,
        Optional<Bitrate> bitrate,
        Optional<Integer> rate,
        Optional<Integer> channels) {
    static final Key<String> CODEC =
            new Key<>(
                    "transcode[].audio.codec",
                    Types.encoder(),
                    "copy",
                    "For sound: an encoder of FFmpeg, such as `aac`; `copy` to leave it as it is,"
                            + " or `none` to leave it out.");
    static final Key<Optional<Bitrate>> BITRATE =
            new Key<>(
                    "transcode[].audio.bitrate",
                    optional(ValueTypes.bitrate(), "auto"),
                    "auto",
                    "Bits a second for sound. `auto` is what the encoder likes.");
    static final Key<Optional<Integer>> RATE =
            new Key<>(
                    "transcode[].audio.rate",
                    optional(integer(8_000, 192_000), "source"),
                    "source",
                    "Samples a second.");
    static final Key<Optional<Integer>> CHANNELS =
            new Key<>(
                    "transcode[].audio.channels",
                    optional(integer(1, 8), "source"),
                    "source",
                    "How many channels the sound has: 1 is mono, 2 is stereo.");

    static final List<Key<?>> KEYS = List.of(CODEC, BITRATE, RATE, CHANNELS);

    public AudioConfig {
        CODEC.check(codec);
        boolean isEncoded = !codec.equals("copy") && !codec.equals("none");
        boolean isChanged = Stream.of(bitrate, rate, channels).anyMatch(Optional::isPresent);
        if (!isEncoded && isChanged) {
            throw new BadSettingException(
                    CODEC.name(),
                    "what else is said of sound needs an encoder, such as aac, and not " + codec);
        }
    }

    static AudioConfig from(Values values) {
        return new AudioConfig(
                values.get(CODEC), values.get(BITRATE), values.get(RATE), values.get(CHANNELS));
    }
}
