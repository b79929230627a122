package dev.millrace.config.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The configuration file of VTX Link, in the words of this program. As there, keys that nobody
/// knows are left out; what is missing has a default, also where VTX Link has none.
public final class VtxLinkFile {
    private static final Pattern TOP_KEY = Pattern.compile("(?m)^(server|streams)[ \\t]*:");

    private static final String OUTPUT_ARGS = "streams[].output_args";

    private static final YamlForm FORM =
            new YamlForm(
                    Set.of(
                            "server.listen",
                            "server.ffmpeg_binary",
                            "server.hls_root",
                            "streams[].name",
                            "streams[].source",
                            OUTPUT_ARGS,
                            "streams[].auto_start",
                            "streams[].idle_timeout",
                            "streams[].retry.max_attempts",
                            "streams[].retry.initial_backoff_sec",
                            "streams[].retry.max_backoff_sec"),
                    Set.of(OUTPUT_ARGS),
                    false);

    /// What VTX Link does unless it is told otherwise.
    private static final List<Map.Entry<String, String>> DEFAULTS =
            List.of(
                    Map.entry("idle_timeout", "0s"),
                    Map.entry("retry.attempts", "10"),
                    Map.entry("retry.initial", "2s"),
                    Map.entry("retry.max", "60s"));

    private final List<Setting> settings = new ArrayList<>();
    private final Map<String, Setting> all = new LinkedHashMap<>();

    private VtxLinkFile() {}

    /// Whether the file is one of VTX Link, by its top keys, which no other file has.
    public static boolean isOne(Path file) {
        try {
            return TOP_KEY.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            return false; // whoever reads it next says so
        }
    }

    public static List<Setting> read(Path file, List<String> problems) {
        var translation = new VtxLinkFile();
        YamlSettings.read(file, FORM, problems)
                .forEach(setting -> translation.all.put(setting.key(), setting));
        translation.translate();
        return translation.settings;
    }

    private void translate() {
        copy("server.listen", "http.listen", "");
        copy("server.ffmpeg_binary", "ffmpeg.program", "");
        copy("server.hls_root", "ffmpeg.folder", "");
        // Its clients have no token. There is nothing they could do but watch, start and stop.
        settings.add(new Setting("admin.open", "operate", "VTX Link"));
        var streams = new TreeSet<Integer>();
        all.keySet().stream()
                .filter(key -> key.startsWith("streams["))
                .map(key -> Integer.valueOf(key.substring("streams[".length(), key.indexOf(']'))))
                .forEach(streams::add);
        streams.forEach(this::translate);
    }

    private void translate(int index) {
        String from = "streams[%d].".formatted(index);
        String to = "relays[%d].".formatted(index);
        Setting any =
                all.values().stream()
                        .filter(it -> it.key().startsWith(from))
                        .findFirst()
                        .orElseThrow();
        DEFAULTS.forEach(
                it -> settings.add(new Setting(to + it.getKey(), it.getValue(), any.origin())));
        copy(from + "name", to + "name", "");
        copy(from + "source", to + "source", "");
        copy(from + "idle_timeout", to + "idle_timeout", "s");
        copy(from + "retry.max_attempts", to + "retry.attempts", "");
        copy(from + "retry.initial_backoff_sec", to + "retry.initial", "s");
        copy(from + "retry.max_backoff_sec", to + "retry.max", "s");
        find(from + "auto_start")
                .ifPresent(it ->
                        settings.add(
                                new Setting(
                                        to + "start",
                                        it.text().equals("true") ? "always" : "on-demand",
                                        it.origin())));
        find(from + "output_args").ifPresent(it -> translateOutput(to, it));
    }

    /// A copy into HLS is what every channel has anyhow, in memory and without FFmpeg.
    private void translateOutput(String to, Setting args) {
        Optional<VtxLinkOutput> copy =
                Arguments.read(args.text()).flatMap(VtxLinkOutput::plainCopy);
        if (copy.isEmpty()) {
            settings.add(new Setting(to + "output_args", args.text(), args.origin()));
            return;
        }
        boolean isFirst = settings.stream().noneMatch(it -> it.key().equals("hls.segment"));
        if (isFirst) {
            copy.get()
                    .segment()
                    .ifPresent(it -> settings.add(new Setting("hls.segment", it, args.origin())));
            copy.get()
                    .segments()
                    .ifPresent(it -> settings.add(new Setting("hls.segments", it, args.origin())));
        }
    }

    private void copy(String from, String to, String unit) {
        find(from)
                .ifPresent(it -> {
                    settings.removeIf(before -> before.key().equals(to));
                    settings.add(new Setting(to, it.text() + unit, it.origin()));
                });
    }

    private Optional<Setting> find(String key) {
        return Optional.ofNullable(all.get(key));
    }
}
