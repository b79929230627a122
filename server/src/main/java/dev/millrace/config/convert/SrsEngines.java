package dev.millrace.config.convert;

import dev.millrace.config.file.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What FFmpeg does for a virtual host of `srs.conf`: `transcode` and `ingest`.
final class SrsEngines {
    /// `rtmp://host[:port]/app[?vhost=host]/stream`
    private static final Pattern OUTPUT =
            Pattern.compile(
                    "rtmp://([^/:]+)(?::[^/]*)?/([^?\\s]+?)(?:\\?vhost=([^/\\s]+))?/([^/?\\s]+)");

    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");

    private static final String FFMPEG = "ffmpeg.program";

    private final Conversion to;
    private final String inVhost;

    /// @param inVhost behind a pattern for the channels of the host; nothing if it is the only one
    SrsEngines(Conversion to, String inVhost) {
        this.to = to;
        this.inVhost = inVhost;
    }

    /// The places of channels.
    ///
    /// @param vhost empty if it is that of the source
    private record Place(String app, String stream, String vhost) {
        String name() {
            return app + "/" + stream + (vhost.isEmpty() ? "" : "?vhost=" + vhost);
        }
    }

    void transcode(Directive it) {
        if (!it.isEnabled()) {
            return;
        }
        program(it);
        String scope = it.word();
        String match = scope.isEmpty() ? "*" : scope.contains("/") ? scope : scope + "/*";
        it.all("engine")
                .filter(Directive::isEnabled)
                .forEach(engine -> engine(engine, match + inVhost));
    }

    void ingest(Directive it) {
        if (!it.isEnabled()) {
            return;
        }
        program(it);
        Optional<Directive> url = it.find("input").flatMap(input -> input.find("url"));
        Optional<Directive> engine = it.find("engine");
        Optional<Directive> output = engine.flatMap(block -> block.find("output"));
        Optional<Place> place = output.flatMap(this::place);
        if (url.isEmpty() || place.isEmpty()) {
            to.later(it.line(), it, "it can be a relay (docs/relays.md)");
            return;
        }
        String relay = to.free("relays") + ".";
        Place at = place.get();
        to.set(relay + "name", new Place(at.app(), at.stream(), ownVhost(at)).name());
        to.set(relay + "source", url.get().word().replaceFirst("^\\./", ""));
        to.set(relay + "start", "always");
        if (engine.get().isEnabled()) {
            to.set(relay + "output_args", Arguments.text(arguments(engine.get())));
        }
        boolean isFile =
                it.find("input")
                        .flatMap(input -> input.find("type"))
                        .filter(type -> type.word().equals("file"))
                        .isPresent();
        boolean isPlayed = url.get().word().matches(".*\\.(flv|mp4|m4v|mov|ts)");
        if (isFile && (engine.get().isEnabled() || !isPlayed)) {
            to.set(relay + "input_args", "-re -stream_loop -1");
        }
    }

    private String ownVhost(Place at) {
        String host = inVhost.replaceFirst("^\\?vhost=(__defaultVhost__$)?", "");
        return at.vhost().isEmpty() ? host : at.vhost();
    }

    private void program(Directive it) {
        it.find("ffmpeg")
                .filter(path -> to.get(FFMPEG).isEmpty())
                .ifPresent(path -> to.set(FFMPEG, path.word()));
    }

    private void engine(Directive it, String match) {
        if (it.find("vcodec").filter(codec -> codec.word().equals("vn")).isPresent()
                && it.find("acodec").filter(codec -> codec.word().equals("an")).isPresent()) {
            to.none(it.line(), it, "nothing would come out of it");
            return;
        }
        String engine = to.free("transcode") + ".";
        to.set(engine + "name", to.unused("transcode", it.word()));
        to.set(engine + "match", match);
        boolean pictures = codec(it, "vcodec", "vn", engine + "video.codec");
        if (pictures) {
            picture(it, engine + "video.");
        }
        boolean sounds = codec(it, "acodec", "an", engine + "audio.codec");
        if (sounds) {
            number(it, "abitrate").ifPresent(kbps -> to.set(engine + "audio.bitrate", kbps + "k"));
            number(it, "asample_rate").ifPresent(rate -> to.set(engine + "audio.rate", rate));
            number(it, "achannels").ifPresent(count -> to.set(engine + "audio.channels", count));
        }
        List<String> more =
                Stream.concat(
                                pictures ? parameters(it, "vparams") : Stream.of(),
                                sounds ? parameters(it, "aparams") : Stream.of())
                        .toList();
        List<String> threads =
                pictures
                        ? number(it, "vthreads").map(n -> List.of("-threads", n)).orElse(List.of())
                        : List.of();
        if (!more.isEmpty() || !threads.isEmpty()) {
            to.set(
                    engine + "args",
                    Arguments.text(Stream.concat(threads.stream(), more.stream()).toList()));
        }
        output(it, engine);
    }

    /// @return whether something is encoded
    private boolean codec(Directive it, String name, String none, String key) {
        String codec = it.find(name).map(Directive::word).orElse("copy");
        boolean isNone = codec.equals(none);
        to.set(key, isNone ? "none" : Words.encoder(codec));
        return !isNone && !codec.equals("copy");
    }

    private void picture(Directive it, String video) {
        number(it, "vbitrate").ifPresent(kbps -> to.set(video + "bitrate", kbps + "k"));
        it.find("vfps").ifPresent(rate -> to.set(video + "rate", rate.word()));
        Optional<String> width = even(it, "vwidth");
        Optional<String> height = even(it, "vheight");
        if (width.isPresent() && height.isPresent()) {
            to.set(video + "size", width.get() + "x" + height.get());
        }
        it.find("vprofile").ifPresent(profile -> to.set(video + "profile", profile.word()));
        it.find("vpreset").ifPresent(preset -> to.set(video + "preset", preset.word()));
        it.find("vfilter")
                .filter(some -> !some.block().isEmpty())
                .ifPresent(some -> filter(some, video));
    }

    /// One picture over another is the usual one.
    private void filter(Directive it, String video) {
        Optional<String> plain = it.find("vf").map(Directive::word);
        Optional<String> logo = it.find("i").map(Directive::word);
        Optional<String> complex = it.find("filter_complex").map(Directive::word);
        if (plain.isPresent() && it.block().size() == 1) {
            to.set(video + "filter", plain.get());
        } else if (logo.isPresent()
                && complex.filter(text -> !text.contains("[")).isPresent()
                && it.block().size() == 2) {
            String path = logo.get().replaceFirst("^\\./", "");
            to.set(video + "filter", "movie=%s[i];[in][i]%s".formatted(path, complex.get()));
        } else {
            to.later(it.line(), it, "write it as video.filter (docs/transcoding.md)");
        }
    }

    private void output(Directive it, String engine) {
        Optional<Directive> output = it.find("output");
        Optional<Place> place = output.flatMap(this::place);
        if (place.isPresent()) {
            to.set(engine + "output", place.get().name());
        } else {
            output.ifPresent(out ->
                    to.later(
                            out.line(),
                            out,
                            "send the channel that comes out to it with forward.to in a rule"
                                    + " (docs/cluster.md)"));
        }
    }

    /// Where something is published, if that is here.
    private Optional<Place> place(Directive output) {
        Matcher url = OUTPUT.matcher(output.word());
        if (!url.matches() || !HERE.contains(url.group(1))) {
            return Optional.empty();
        }
        String vhost = url.group(3) == null || url.group(3).equals("[vhost]") ? "" : url.group(3);
        return Optional.of(new Place(url.group(2), url.group(4), vhost));
    }

    /// For FFmpeg, of an engine that has no setting of its own.
    private List<String> arguments(Directive it) {
        var args = new ArrayList<String>();
        boolean pictures = codecArgument(it, "vcodec", "vn", args);
        if (pictures) {
            number(it, "vbitrate").ifPresent(kbps -> args.addAll(List.of("-b:v", kbps + "k")));
            it.find("vfps").ifPresent(rate -> args.addAll(List.of("-r", rate.word())));
            Optional<String> width = even(it, "vwidth");
            Optional<String> height = even(it, "vheight");
            if (width.isPresent() && height.isPresent()) {
                args.addAll(List.of("-s", width.get() + "x" + height.get()));
            }
            it.find("vprofile").ifPresent(p -> args.addAll(List.of("-profile:v", p.word())));
            it.find("vpreset").ifPresent(p -> args.addAll(List.of("-preset", p.word())));
            args.addAll(parameters(it, "vparams").toList());
        }
        boolean sounds = codecArgument(it, "acodec", "an", args);
        if (sounds) {
            number(it, "abitrate").ifPresent(kbps -> args.addAll(List.of("-b:a", kbps + "k")));
            number(it, "asample_rate").ifPresent(rate -> args.addAll(List.of("-ar", rate)));
            number(it, "achannels").ifPresent(count -> args.addAll(List.of("-ac", count)));
            args.addAll(parameters(it, "aparams").toList());
        }
        return args;
    }

    private static boolean codecArgument(
            Directive it, String name, String none, List<String> args) {
        String codec = it.find(name).map(Directive::word).orElse("copy");
        if (codec.equals(none)) {
            args.add("-" + none);
            return false;
        }
        String kind = name.substring(0, 1);
        args.addAll(List.of("-c:" + kind, Words.encoder(codec)));
        return !codec.equals("copy");
    }

    /// `k v;` is `-k v`.
    private static Stream<String> parameters(Directive it, String name) {
        return it.find(name).stream()
                .flatMap(block -> block.block().stream())
                .flatMap(one -> Stream.concat(Stream.of("-" + one.name()), one.words().stream()));
    }

    /// SRS takes 0 for not said.
    private static Optional<String> number(Directive it, String name) {
        return it.find(name).map(Directive::word).filter(text -> text.matches("[1-9]\\d{0,5}"));
    }

    private static Optional<String> even(Directive it, String name) {
        return number(it, name)
                .map(Integer::parseInt)
                .filter(n -> n > 1)
                .map(n -> String.valueOf(n / 2 * 2));
    }
}
