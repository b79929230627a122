package dev.millrace.transcode;

import dev.millrace.media.ChannelName;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One way to transcode: of which channels, to what, and what the outcome is called. Two that say
/// the same are equal, if their patterns are.
///
/// @param match the channels that it takes
/// @param inputArgs for FFmpeg, in front of its input
/// @param args for FFmpeg, behind all others of its output
/// @param output a channel, with [Plan]'s variables
/// @param renditions of a ladder; empty for a single output
public record Engine(
        String name,
        Predicate<ChannelName> match,
        Video video,
        Audio audio,
        List<String> inputArgs,
        List<String> args,
        String output,
        List<Rendition> renditions) {
    /// What an output has none of.
    public static final String NONE = "none";

    /// What is taken as it is.
    public static final String COPY = "copy";

    public Engine {
        inputArgs = List.copyOf(inputArgs);
        args = List.copyOf(args);
        renditions = List.copyOf(renditions);
    }

    /// Pictures.
    ///
    /// @param codec an encoder of FFmpeg, [#COPY] or [#NONE]
    /// @param bitrate bits per second
    /// @param size as FFmpeg's `scale` has it: `640:360`
    /// @param rate pictures per second
    /// @param filter as FFmpeg has it, in front of all others
    public record Video(
            String codec,
            Optional<Long> bitrate,
            Optional<String> size,
            Optional<String> rate,
            Optional<String> profile,
            Optional<String> preset,
            Optional<String> filter) {}

    /// Sound.
    ///
    /// @param codec an encoder of FFmpeg, [#COPY] or [#NONE]
    /// @param bitrate bits per second
    /// @param rate samples per second
    /// @param channels how many
    public record Audio(
            String codec,
            Optional<Long> bitrate,
            Optional<Integer> rate,
            Optional<Integer> channels) {}

    /// A step of a ladder.
    ///
    /// @param lines of the picture: its height, or its width if it stands upright
    /// @param bitrate bits per second
    public record Rendition(int lines, long bitrate) {
        /// As people call it: `720p`.
        String label() {
            return lines + "p";
        }
    }
}
