package dev.millrace.config.transcode;

import static dev.millrace.config.key.ValueTypes.arguments;
import static dev.millrace.config.key.ValueTypes.channelPattern;
import static dev.millrace.config.key.ValueTypes.optional;

import dev.millrace.config.key.BadSettingException;
import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.ChannelPattern;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Other channels that FFmpeg makes of some while they are published.
///
/// @param renditions of a ladder; empty for a single output
/// @param inputArgs for FFmpeg, in front of its input
/// @param args for FFmpeg, behind all others
/// @param output the channel's name, with variables; empty is the usual one
public record TranscodeConfig(
        String name,
        ChannelPattern match,
        List<Rendition> renditions,
        VideoConfig video,
        AudioConfig audio,
        List<String> inputArgs,
        List<String> args,
        Optional<String> output) {
    private static final String RENDITION = "[rendition]";

    static final Key<String> NAME =
            Key.required("transcode[].name", Types.name(), "What this way to transcode is called.");
    static final Key<ChannelPattern> MATCH =
            Key.required(
                    "transcode[].match",
                    channelPattern(),
                    "Of which channels FFmpeg makes others while they are published"
                            + " ([docs/transcoding.md](transcoding.md)). What comes out of it is"
                            + " not transcoded again.");
    static final Key<List<Rendition>> RENDITIONS =
            new Key<>(
                    "transcode[].renditions",
                    Types.renditions(),
                    "none",
                    "For a ladder: several pictures by their lines, of one FFmpeg. Those larger"
                            + " than the source are left out. Behind a colon may be a bitrate:"
                            + " `720p:3M`.");
    static final Key<List<String>> INPUT_ARGS =
            new Key<>(
                    "transcode[].input_args",
                    arguments(),
                    "none",
                    "For FFmpeg, in front of its input: `-hwaccel vaapi`.");
    static final Key<List<String>> ARGS =
            new Key<>(
                    "transcode[].args",
                    arguments(),
                    "none",
                    "For FFmpeg, behind all that comes of the settings: `-tune zerolatency`.");
    static final Key<Optional<String>> OUTPUT =
            new Key<>(
                    "transcode[].output",
                    optional(Types.output(), "auto"),
                    "auto",
                    "The channel that comes out, with `[vhost]`, `[app]`, `[stream]`, `[engine]`"
                            + " (the name above) and `[rendition]` in it; in the source's virtual"
                            + " host, unless it ends with `?vhost=`. `auto` is"
                            + " `[app]/[stream]_[engine]`, and for a ladder"
                            + " `[app]/[stream]_[rendition]`.");

    public static final List<Key<?>> KEYS =
            Stream.of(
                            List.of(NAME, MATCH, RENDITIONS),
                            VideoConfig.KEYS,
                            AudioConfig.KEYS,
                            List.of(INPUT_ARGS, ARGS, OUTPUT))
                    .<Key<?>>flatMap(List::stream)
                    .toList();

    public TranscodeConfig {
        NAME.check(name);
        ARGS.check(args);
        OUTPUT.check(output);
        boolean copies = video.codec().equals("copy") || video.codec().equals("none");
        if (!renditions.isEmpty()) {
            requireLadder(video, copies);
        }
        if (video.codec().equals("none") && audio.codec().equals("none")) {
            throw new BadSettingException(
                    AudioConfig.CODEC.name(), "it is none, and video.codec, too: nothing is left");
        }
        boolean hasStep = output.filter(it -> !it.contains(RENDITION)).isEmpty();
        if (renditions.size() > 1 && !hasStep) {
            throw new BadSettingException(
                    OUTPUT.name(), "several renditions need [rendition] in their names");
        }
        if (renditions.isEmpty() && output.filter(it -> it.contains(RENDITION)).isPresent()) {
            throw new BadSettingException(OUTPUT.name(), "[rendition] needs renditions");
        }
        renditions = List.copyOf(renditions);
        inputArgs = List.copyOf(inputArgs);
        args = List.copyOf(args);
    }

    private static void requireLadder(VideoConfig video, boolean copies) {
        if (copies) {
            throw new BadSettingException(
                    VideoConfig.CODEC.name(), "renditions need an encoder, such as libx264");
        }
        if (video.size().isPresent() || video.bitrate().isPresent()) {
            throw new BadSettingException(
                    RENDITIONS.name(),
                    "they have sizes and bitrates of their own: 720p:3M instead of video.size and"
                            + " video.bitrate");
        }
    }

    /// The name of what comes out, with variables.
    public String outputTemplate() {
        return output.orElse(
                renditions.isEmpty() ? "[app]/[stream]_[engine]" : "[app]/[stream]_[rendition]");
    }

    public static TranscodeConfig from(Values values) {
        return new TranscodeConfig(
                values.get(NAME),
                values.get(MATCH),
                values.get(RENDITIONS),
                VideoConfig.from(values),
                AudioConfig.from(values),
                values.get(INPUT_ARGS),
                values.get(ARGS),
                values.get(OUTPUT));
    }
}
