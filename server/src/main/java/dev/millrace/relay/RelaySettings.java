package dev.millrace.relay;

import dev.millrace.channel.ChannelSettings;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Schedule;
import dev.millrace.relay.ffmpeg.FfmpegCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One relay as its owner wants it.
///
/// @param name the channel it publishes; of several, the first
/// @param idleTimeout an on-demand relay that nobody watched for so long is stopped; zero is never
/// @param stallTimeout a source without a frame for so long is taken for dead
/// @param startWait how long a viewer waits for the first picture
/// @param ffmpeg what FFmpeg is told, if the source is its business
/// @param limits of its own, for what it keeps
/// @param schedule outside of which it does not run, if it has one
public record RelaySettings(
        ChannelName name,
        Source source,
        Start start,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration startWait,
        Retry retry,
        Ffmpeg ffmpeg,
        Limits limits,
        Optional<Schedule> schedule) {
    /// One that may run at any time.
    public RelaySettings(
            ChannelName name,
            Source source,
            Start start,
            Duration idleTimeout,
            Duration stallTimeout,
            Duration startWait,
            Retry retry,
            Ffmpeg ffmpeg,
            Limits limits) {
        this(
                name,
                source,
                start,
                idleTimeout,
                stallTimeout,
                startWait,
                retry,
                ffmpeg,
                limits,
                Optional.empty());
    }

    /// When it runs.
    public enum Start {
        /// From the start of the server on, until a person stops it.
        ALWAYS,
        /// While somebody watches, and until nobody has for a while.
        ON_DEMAND
    }

    /// What is said to FFmpeg besides the source.
    ///
    /// @param inputArgs in front of the source
    /// @param outputArgs behind it; empty is a copy of what comes
    /// @param environment in addition to the server's own
    /// @param diskBytesMax for all files that it writes
    public record Ffmpeg(
            List<String> inputArgs,
            List<String> outputArgs,
            Map<String, String> environment,
            long diskBytesMax) {
        /// Nothing.
        public static final Ffmpeg PLAIN = new Ffmpeg(List.of(), List.of(), Map.of(), 1 << 20);

        public Ffmpeg {
            inputArgs = List.copyOf(inputArgs);
            outputArgs = List.copyOf(outputArgs);
            environment = Map.copyOf(environment);
        }

        boolean writesFiles() {
            return outputArgs.stream().anyMatch(arg -> arg.contains(FfmpegCommand.OUTPUT_DIR));
        }

        private boolean isPlain() {
            return inputArgs.isEmpty() && outputArgs.isEmpty() && environment.isEmpty();
        }
    }

    /// What it may keep, where that is not what all channels may.
    ///
    /// @param window how much of the past
    /// @param memoryBytes its channel and its processes together
    public record Limits(Optional<Duration> window, Optional<Long> memoryBytes) {
        /// As all others.
        public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
    }

    /// All channels that it publishes: its own, and what comes out of its FFmpeg besides.
    public List<ChannelName> channels() {
        List<ChannelName> besides = source.feeding().map(Source.Feeding::besides).orElse(List.of());
        return Stream.concat(Stream.of(name), besides.stream()).toList();
    }

    /// What its channel keeps, if `usual` is what others do. Where FFmpeg runs, it has the half of
    /// the memory: a process that copies takes about as much as a window.
    ChannelSettings channel(ChannelSettings usual) {
        long parts = needsFfmpeg() ? 2 : 1;
        return usual.keeping(
                limits.window().orElse(usual.window()),
                limits.memoryBytes().map(it -> it / parts).orElse(usual.memoryBytes()));
    }

    /// Whether FFmpeg is needed. It costs a process; whatever can be played in this one is.
    boolean needsFfmpeg() {
        return !ffmpeg.isPlain() || !source.isInProcess();
    }

    boolean isOnDemand() {
        return start == Start.ON_DEMAND;
    }
}
