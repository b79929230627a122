package dev.millrace.config.convert;

import static java.util.Map.entry;

import dev.millrace.config.convert.FfmpegCommand.Option;
import dev.millrace.config.convert.FfmpegCommand.Output;
import dev.millrace.config.file.Arguments;
import dev.millrace.config.value.Bitrate;
import dev.millrace.config.value.PictureSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Programs that an application of nginx-rtmp runs: FFmpeg where it makes a stream of a stream of
/// this server, sends one elsewhere, or fetches one. Everything else is to be seen to by hand.
final class NginxExec {
    /// Of this or another server; an application and a stream, without parameters.
    private static final Pattern STREAM =
            Pattern.compile("rtmp://([^/?\\s]+?)(?::\\d+)?/([^/?\\s]+)/([^?\\s]+)");

    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(app|name)}|(app|name))");

    /// Of what FFmpeg says, and asks, while it runs.
    private static final Set<String> OF_ITS_TERMINAL =
            Set.of("-y", "-n", "-nostdin", "-nostats", "-stats", "-hide_banner", "-v", "-loglevel");

    /// What FFmpeg is told here in any case, or need not be.
    private static final Set<String> OF_NO_USE = terminalAnd("-re", "-f", "-flvflags");

    /// The same of files, which are played over and over without FFmpeg.
    private static final Set<String> OF_A_FILE = terminalAnd("-re", "-stream_loop");

    /// They say which streams go where, as an engine does itself.
    private static final Set<String> OWN_MAPS = Set.of("-map", "-filter_complex", "-lavfi");

    /// Options that are settings of an engine.
    private static final Map<String, String> KEYS =
            Map.ofEntries(
                    entry("-c:v", "video.codec"),
                    entry("-codec:v", "video.codec"),
                    entry("-vcodec", "video.codec"),
                    entry("-b", "video.bitrate"),
                    entry("-b:v", "video.bitrate"),
                    entry("-vb", "video.bitrate"),
                    entry("-s", "video.size"),
                    entry("-s:v", "video.size"),
                    entry("-r", "video.rate"),
                    entry("-r:v", "video.rate"),
                    entry("-profile:v", "video.profile"),
                    entry("-vprofile", "video.profile"),
                    entry("-preset", "video.preset"),
                    entry("-preset:v", "video.preset"),
                    entry("-vpreset", "video.preset"),
                    entry("-vf", "video.filter"),
                    entry("-filter:v", "video.filter"),
                    entry("-c:a", "audio.codec"),
                    entry("-codec:a", "audio.codec"),
                    entry("-acodec", "audio.codec"),
                    entry("-b:a", "audio.bitrate"),
                    entry("-ab", "audio.bitrate"),
                    entry("-ar", "audio.rate"),
                    entry("-ac", "audio.channels"));

    private static final String VIDEO = "video.codec";
    private static final String AUDIO = "audio.codec";
    private static final String COPY = "copy";
    private static final String NONE = "none";
    private static final String FFMPEG = "ffmpeg.program";

    private final Conversion to;
    private final String prefix;
    private final String app;

    /// @param prefix in front of what is set: that of the application's rule
    /// @param app its name
    NginxExec(Conversion to, String prefix, String app) {
        this.to = to;
        this.prefix = prefix;
        this.app = app;
    }

    private static Set<String> terminalAnd(String... more) {
        return Stream.concat(OF_ITS_TERMINAL.stream(), Stream.of(more))
                .collect(Collectors.toUnmodifiableSet());
    }

    void take(Directive application) {
        for (Directive it : application.block()) {
            switch (it.name()) {
                case "exec", "exec_push" -> ofPublication(it);
                case "exec_static" -> ofServer(it);
                default -> {} // others take it
            }
        }
    }

    /// While somebody publishes.
    private void ofPublication(Directive it) {
        Optional<FfmpegCommand> command =
                FfmpegCommand.parse(it.words())
                        .filter(one -> here(one.input()).equals(Optional.of(app + "/[stream]")))
                        .filter(one -> one.inputOptions().stream().allMatch(NginxExec::isOfNoUse));
        if (command.isEmpty()) {
            byHand(it);
            return;
        }
        program(command.get());
        command.get().outputs().forEach(output -> output(it, output));
    }

    private void output(Directive it, Output output) {
        Map<String, String> settings = settings(output);
        Optional<String> channel = here(output.url());
        boolean hasOwnMap = output.options().stream().anyMatch(one -> one.isOneOf(OWN_MAPS));
        boolean isNothing = isBoth(settings, NONE);
        boolean isItself = channel.equals(Optional.of(app + "/[stream]"));
        boolean isVaried =
                output.options().stream().anyMatch(one -> one.value().contains("$"))
                        || named(output.url()).contains("$");
        if (hasOwnMap || isNothing || isItself || isVaried) {
            byHand(it);
        } else if (channel.isPresent()) {
            engine(settings, channel.get());
        } else if (!STREAM.matcher(output.url()).matches()) {
            to.later(it.line(), it, "recordings are dvr (docs/recording.md)");
        } else if (isBoth(settings, COPY)) {
            to.add(prefix + "forward.to", named(output.url()));
        } else {
            to.later(
                    it.line(),
                    it,
                    "make a channel with transcode (docs/transcoding.md), and send that there with"
                            + " forward.to in a rule (docs/cluster.md)");
        }
    }

    private void byHand(Directive it) {
        to.later(
                it.line(),
                it,
                "the nearest is an engine, with FFmpeg's options as args: transcode: [{name: NAME,"
                        + " match: \"%s/*\", args: OPTIONS}] (docs/transcoding.md)".formatted(app));
    }

    private void engine(Map<String, String> settings, String output) {
        String engine = to.free("transcode") + ".";
        to.set(engine + "name", to.unused("transcode", label(output)));
        to.set(engine + "match", app + "/*");
        settings.forEach((key, value) -> to.set(engine + key, value));
        to.set(engine + "output", output);
    }

    /// By what its stream is called in addition, or else by its application.
    private static String label(String output) {
        int slash = output.lastIndexOf('/');
        String more = output.substring(slash + 1).replace("[stream]", "");
        String plain = more.replaceFirst("^[-_.]+", "");
        return plain.isEmpty() ? output.substring(0, slash) : plain;
    }

    /// What an engine is told.
    private static Map<String, String> settings(Output output) {
        var settings = new LinkedHashMap<String, String>();
        var args = new ArrayList<String>();
        for (Option one : output.options()) {
            String key = KEYS.get(one.name());
            String value = key == null ? "" : inOurWords(key, one.value());
            if (key != null && fits(key, value)) {
                settings.put(key, value);
            } else {
                more(one, settings, args);
            }
        }
        boolean isSoundChanged = settings.keySet().stream().anyMatch(it -> it.startsWith("audio."));
        if (isSoundChanged) {
            settings.putIfAbsent(AUDIO, "aac");
        }
        dropUnlessEncoded(settings, "video.");
        dropUnlessEncoded(settings, "audio.");
        if (!args.isEmpty()) {
            settings.put("args", Arguments.text(args));
        }
        return settings;
    }

    private static void more(Option one, Map<String, String> settings, List<String> args) {
        switch (one.name()) {
            case "-c", "-codec" -> {
                settings.put(VIDEO, one.value());
                settings.put(AUDIO, one.value());
            }
            case "-vn" -> settings.put(VIDEO, NONE);
            case "-an" -> settings.put(AUDIO, NONE);
            default -> {
                if (!isOfNoUse(one)) {
                    args.addAll(words(one));
                }
            }
        }
    }

    /// FFmpeg says nothing of what it does not need.
    private static void dropUnlessEncoded(Map<String, String> settings, String kind) {
        String codec = settings.get(kind + "codec");
        if (COPY.equals(codec) || NONE.equals(codec)) {
            settings.keySet().removeIf(it -> it.startsWith(kind) && !it.endsWith(".codec"));
        }
    }

    private static String inOurWords(String key, String value) {
        return switch (key) {
            case "video.bitrate", "audio.bitrate" -> value.replace('K', 'k');
            case AUDIO -> Words.encoder(value);
            default -> value;
        };
    }

    /// What a setting does not take remains an argument.
    private static boolean fits(String key, String value) {
        return switch (key) {
            case "video.bitrate", "audio.bitrate" -> Bitrate.parse(value).isPresent();
            case "video.size" ->
                    PictureSize.parse(value)
                            .filter(it -> it.width() % 2 + it.height() % 2 == 0)
                            .isPresent();
            case "video.rate" -> value.matches("[1-9]\\d{0,2}");
            case "audio.rate" -> value.matches("8000|11025|16000|22050|32000|44100|48000|96000");
            case "audio.channels" -> value.matches("[1-8]");
            case VIDEO, AUDIO -> value.matches("[A-Za-z0-9_-]{1,40}");
            default -> !value.isBlank();
        };
    }

    private static boolean isBoth(Map<String, String> settings, String codec) {
        return codec.equals(settings.get(VIDEO)) && codec.equals(settings.get(AUDIO));
    }

    /// As long as the server runs: what it fetches is a relay.
    private void ofServer(Directive it) {
        Optional<FfmpegCommand> command =
                FfmpegCommand.parse(it.words()).filter(one -> one.outputs().size() == 1);
        Optional<String> channel =
                command.flatMap(one -> here(one.outputs().getFirst().url()))
                        .filter(name -> name.indexOf('[') < 0);
        if (channel.isEmpty()) {
            to.later(
                    it.line(),
                    it,
                    "what is fetched as long as it runs is a relay (docs/relays.md)");
            return;
        }
        FfmpegCommand one = command.get();
        program(one);
        String relay = to.free("relays") + ".";
        to.set(relay + "name", channel.get());
        to.set(relay + "source", one.input());
        to.set(relay + "start", "always");
        Output output = one.outputs().getFirst();
        boolean isCopy = isBoth(settings(output), COPY);
        if (!isCopy) {
            arguments(output.options(), OF_NO_USE, relay + "output_args");
        }
        boolean isPlayed = isCopy && one.input().matches(".*\\.(flv|mp4|m4v|mov|ts)");
        Set<String> usual = isPlayed ? OF_A_FILE : OF_ITS_TERMINAL;
        arguments(one.inputOptions(), usual, relay + "input_args");
    }

    private void arguments(List<Option> options, Set<String> left, String key) {
        List<String> words =
                options.stream()
                        .filter(one -> !one.isOneOf(left))
                        .flatMap(one -> words(one).stream())
                        .toList();
        if (!words.isEmpty()) {
            to.set(key, Arguments.text(words));
        }
    }

    private void program(FfmpegCommand command) {
        if (command.program().startsWith("/") && to.get(FFMPEG).isEmpty()) {
            to.set(FFMPEG, command.program());
        }
    }

    /// The channel of this server that a URL means, with our variables.
    private Optional<String> here(String url) {
        Matcher stream = STREAM.matcher(named(url));
        return stream.matches() && HERE.contains(stream.group(1))
                ? Optional.of(stream.group(2) + "/" + stream.group(3))
                : Optional.empty();
    }

    private String named(String url) {
        return VARIABLE.matcher(url)
                .replaceAll(found -> {
                    String name = found.group(1) == null ? found.group(2) : found.group(1);
                    return Matcher.quoteReplacement(name.equals("app") ? app : "[stream]");
                });
    }

    private static boolean isOfNoUse(Option one) {
        return one.isOneOf(OF_NO_USE);
    }

    private static List<String> words(Option one) {
        return one.value().isEmpty() ? List.of(one.name()) : List.of(one.name(), one.value());
    }
}
