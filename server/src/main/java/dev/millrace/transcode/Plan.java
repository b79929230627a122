package dev.millrace.transcode;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;
import dev.millrace.media.TrackKind;
import dev.millrace.transcode.Engine.Rendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one engine does with one channel: which channels come out, and what FFmpeg is told.
///
/// All outputs are programs of one transport stream, encoded of the same decoded pictures, with key
/// frames where the channel has them, unless it is to have another rate. Times are those of the
/// input.
///
/// @param outputs in the order of their programs
/// @param inputArgs in front of FFmpeg's input
/// @param outputArgs behind it
record Plan(List<ChannelName> outputs, List<String> inputArgs, List<String> outputArgs) {
    /// The name of an output may have these in it.
    private static final Pattern VARIABLE =
            Pattern.compile("\\[(vhost|app|stream|engine|rendition)]");

    private static final String IN_VHOST = "?vhost=";

    /// The longest that FFmpeg may look at its input before it begins.
    private static final String LOOK_US = "1000000";

    /// Encoders begin a new group by themselves only after so many pictures without a key frame.
    private static final String GROUP_PICTURES = "600";

    /// Where key frames are then.
    private static final String EVERY_TWO_SECONDS = "expr:gte(t,n_forced*2)";

    private static final String H264 = "libx264";

    /// Times as they came, and no packet held back.
    private static final List<String> STREAMED =
            List.of(
                    "-copyts",
                    "-mpegts_copyts",
                    "1",
                    "-muxdelay",
                    "0",
                    "-muxpreload",
                    "0",
                    "-flush_packets",
                    "1");

    /// There is nothing to be made, or it cannot be called as is said.
    static final class NoPlanException extends Exception {
        private static final long serialVersionUID = 1L;

        NoPlanException(String why) {
            super(why);
        }
    }

    /// One of the outputs.
    private record Target(ChannelName name, Optional<String> scale, Optional<Long> bitrate) {}

    Plan {
        outputs = List.copyOf(outputs);
        inputArgs = List.copyOf(inputArgs);
        outputArgs = List.copyOf(outputArgs);
    }

    /// @throws NoPlanException saying why there is none
    static Plan of(Engine engine, ChannelName channel, Form form) throws NoPlanException {
        boolean video = form.has(TrackKind.VIDEO) && !engine.video().codec().equals(Engine.NONE);
        boolean audio = form.has(TrackKind.AUDIO) && !engine.audio().codec().equals(Engine.NONE);
        if (!video && !audio) {
            throw new NoPlanException("it has nothing that is wanted");
        }
        List<Target> targets = targets(engine, channel, form);
        var args = new ArrayList<String>();
        for (int i = 0; i < targets.size(); i++) {
            if (video) {
                args.addAll(List.of("-map", "0:v:0"));
                args.addAll(picture(engine.video(), targets.get(i), i));
            }
            if (audio) {
                args.addAll(List.of("-map", "0:a:0"));
            }
            args.addAll(program(i, (video ? 1 : 0) + (audio ? 1 : 0)));
        }
        if (video) {
            args.addAll(encoder(engine.video()));
        }
        if (audio) {
            args.addAll(sound(engine.audio()));
        }
        args.addAll(engine.args());
        args.addAll(STREAMED);
        return new Plan(targets.stream().map(Target::name).toList(), input(engine, form), args);
    }

    private static List<String> input(Engine engine, Form form) {
        var args = new ArrayList<>(engine.inputArgs());
        args.addAll(List.of("-analyzeduration", LOOK_US, "-f", form.fitsTs() ? "mpegts" : "flv"));
        return args;
    }

    private static List<Target> targets(Engine engine, ChannelName channel, Form form)
            throws NoPlanException {
        if (engine.renditions().isEmpty()) {
            ChannelName name = output(engine, channel, "");
            return List.of(new Target(name, engine.video().size(), engine.video().bitrate()));
        }
        var targets = new ArrayList<Target>();
        for (Rendition step : engine.renditions()) {
            if (step.lines() <= form.lines()) { // nobody gains by larger ones
                String scale = (form.isUpright() ? "%d:-2" : "-2:%d").formatted(step.lines());
                ChannelName name = output(engine, channel, step.label());
                targets.add(new Target(name, Optional.of(scale), Optional.of(step.bitrate())));
            }
        }
        if (targets.isEmpty()) {
            throw new NoPlanException(
                    form.lines() == 0
                            ? "the size of its picture is not known"
                            : "its picture of %dx%d is smaller than all renditions"
                                    .formatted(form.width(), form.height()));
        }
        return targets;
    }

    /// In the channel's own virtual host, unless another one is said.
    private static ChannelName output(Engine engine, ChannelName channel, String rendition)
            throws NoPlanException {
        String text =
                VARIABLE.matcher(engine.output())
                        .replaceAll(found ->
                                Matcher.quoteReplacement(
                                        switch (found.group(1)) {
                                            case "vhost" -> channel.vhost();
                                            case "app" -> channel.app();
                                            case "stream" -> channel.stream();
                                            case "engine" -> engine.name();
                                            default -> rendition;
                                        }));
        try {
            ChannelName name =
                    ChannelName.parse(
                            text.contains(IN_VHOST) ? text : text + IN_VHOST + channel.vhost());
            if (name.equals(channel)) {
                throw new NoPlanException("its output would be itself");
            }
            return name;
        } catch (Malformed e) {
            throw new NoPlanException(
                    "its output cannot be %s: %s".formatted(text, e.getMessage()));
        }
    }

    /// What differs from output to output.
    private static List<String> picture(Engine.Video video, Target target, int at) {
        var args = new ArrayList<String>();
        if (video.codec().equals(Engine.COPY)) {
            return args;
        }
        var filters = new ArrayList<String>();
        video.filter().ifPresent(filters::add);
        target.scale().ifPresent(scale -> filters.add("scale=" + scale));
        if (!filters.isEmpty()) {
            args.addAll(List.of("-filter:v:" + at, String.join(",", filters)));
        }
        target.bitrate()
                .ifPresent(bits -> {
                    args.addAll(List.of("-b:v:" + at, String.valueOf(bits)));
                    args.addAll(List.of("-maxrate:v:" + at, String.valueOf(bits)));
                    args.addAll(List.of("-bufsize:v:" + at, String.valueOf(2 * bits)));
                });
        return args;
    }

    private static List<String> program(int at, int streams) {
        var text = new StringBuilder("program_num=%d".formatted(at + 1));
        for (int i = 0; i < streams; i++) {
            text.append(":st=").append(at * streams + i);
        }
        return List.of("-program", text.toString());
    }

    private static List<String> encoder(Engine.Video video) {
        var args = new ArrayList<>(List.of("-c:v", video.codec()));
        if (video.codec().equals(Engine.COPY)) {
            return args;
        }
        boolean isH264 = video.codec().equals(H264);
        Optional<String> usual = isH264 ? Optional.of("veryfast") : Optional.empty();
        video.preset().or(() -> usual).ifPresent(it -> args.addAll(List.of("-preset", it)));
        video.profile().ifPresent(it -> args.addAll(List.of("-profile:v", it)));
        video.rate().ifPresent(it -> args.addAll(List.of("-r", it)));
        if (isH264) {
            args.addAll(List.of("-pix_fmt", "yuv420p", "-sc_threshold", "0"));
        }
        if (video.rate().isEmpty()) {
            args.addAll(List.of("-enc_time_base:v", "-1")); // or times would be those of a rate
        }
        // A picture that is left out for the rate may be a key frame.
        String where = video.rate().isPresent() ? EVERY_TWO_SECONDS : "source";
        args.addAll(List.of("-force_key_frames", where, "-g", GROUP_PICTURES));
        return args;
    }

    private static List<String> sound(Engine.Audio audio) {
        var args = new ArrayList<>(List.of("-c:a", audio.codec()));
        if (!audio.codec().equals(Engine.COPY)) {
            audio.bitrate().ifPresent(it -> args.addAll(List.of("-b:a", it.toString())));
            audio.rate().ifPresent(it -> args.addAll(List.of("-ar", it.toString())));
            audio.channels().ifPresent(it -> args.addAll(List.of("-ac", it.toString())));
        }
        return args;
    }
}
