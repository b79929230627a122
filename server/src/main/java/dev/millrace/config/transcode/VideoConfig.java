package dev.millrace.config.transcode;

import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.pictureSize;
import static dev.millrace.config.key.ValueTypes.text;

import dev.millrace.config.key.BadSettingException;
import dev.millrace.config.key.Key;
import dev.millrace.config.key.ValueTypes;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.Bitrate;
import dev.millrace.config.value.PictureSize;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a transcoder makes of pictures. What is empty is as it comes, or as the encoder has it.
///
/// @param codec an encoder of FFmpeg, `copy`, or `none`
/// @param rate pictures per second, as FFmpeg has it
/// @param filter in front of the scaling
public record VideoConfig(
        String codec,
        Optional<Bitrate> bitrate,
        Optional<PictureSize> size,
        Optional<String> rate,
        Optional<String> profile,
        Optional<String> preset,
        Optional<String> filter) {
    static final Key<String> CODEC =
            new Key<>(
                    "transcode[].video.codec",
                    Types.encoder(),
                    "libx264",
                    "For pictures: an encoder of FFmpeg, `copy` to leave them as they are, or"
                            + " `none` to leave them out.");
    static final Key<Optional<Bitrate>> BITRATE =
            new Key<>(
                    "transcode[].video.bitrate",
                    optional(ValueTypes.bitrate(), "auto"),
                    "auto",
                    "Most bits a second for pictures. `auto` is what the encoder likes.");
    static final Key<Optional<PictureSize>> SIZE =
            new Key<>(
                    "transcode[].video.size",
                    optional(pictureSize(), "source"),
                    "source",
                    "Size of the picture, in even numbers.");
    static final Key<Optional<String>> RATE =
            new Key<>(
                    "transcode[].video.rate",
                    optional(Types.pictureRate(), "source"),
                    "source",
                    "Pictures a second.");
    static final Key<Optional<String>> PROFILE =
            new Key<>(
                    "transcode[].video.profile",
                    optional(text("a profile that the encoder knows, such as `main`"), "auto"),
                    "auto",
                    "The encoder's profile.");
    static final Key<Optional<String>> PRESET =
            new Key<>(
                    "transcode[].video.preset",
                    optional(text("a preset that the encoder knows, such as `fast`"), "auto"),
                    "auto",
                    "The encoder's preset; `auto` is `veryfast` for libx264.");
    static final Key<Optional<String>> FILTER =
            new Key<>(
                    "transcode[].video.filter",
                    optional(text("a filter of FFmpeg"), "none"),
                    "none",
                    "What is done to the picture before it is scaled, as FFmpeg's `-vf` has it:"
                            + " `hflip`, `drawtext=…`.");

    static final List<Key<?>> KEYS = List.of(CODEC, BITRATE, SIZE, RATE, PROFILE, PRESET, FILTER);

    public VideoConfig {
        CODEC.check(codec);
        if (size.filter(it -> it.width() % 2 + it.height() % 2 > 0).isPresent()) {
            throw new BadSettingException(SIZE.name(), "both numbers must be even");
        }
        boolean isEncoded = !codec.equals("copy") && !codec.equals("none");
        boolean isChanged =
                Stream.of(bitrate, size, rate, profile, preset, filter)
                        .anyMatch(Optional::isPresent);
        if (!isEncoded && isChanged) {
            throw new BadSettingException(
                    CODEC.name(),
                    "what else is said of pictures needs an encoder, such as libx264, and not "
                            + codec);
        }
    }

    static VideoConfig from(Values values) {
        return new VideoConfig(
                values.get(CODEC),
                values.get(BITRATE),
                values.get(SIZE),
                values.get(RATE),
                values.get(PROFILE),
                values.get(PRESET),
                values.get(FILTER));
    }
}
