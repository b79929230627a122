package dev.millrace.config.change;

import dev.millrace.config.Config;
import dev.millrace.config.file.Arguments;
import dev.millrace.config.file.Setting;
import dev.millrace.config.file.Written;
import dev.millrace.config.key.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// All settings of a configuration for people: what each is, and where that is written.
public final class ConfigText {
    private static final Pattern ITEM = Pattern.compile("([a-z_]+)\\[(\\d+)]\\.(.+)");
    private static final List<String> LISTS = List.of("vhosts", "rules", "relays", "transcode");

    private ConfigText() {}

    /// A setting and where it is written.
    ///
    /// @param value without what is secret of it
    /// @param origin `millrace.yaml:12`; empty for a default
    public record Line(String key, String value, Optional<String> origin) {
        @Override
        public String toString() {
            return "%s: %s  # %s".formatted(key, value, origin.orElse("default"));
        }
    }

    /// Every setting that is no item's, in the order of the reference, and all that is written of
    /// the items of lists.
    public static List<Line> lines(Config config) {
        var lines = new ArrayList<Line>();
        for (Key<?> key : Config.KEYS) {
            if (!key.isOfItem()) {
                Optional<Setting> said = config.written().find(key.name());
                String text = said.map(Setting::text).orElse(key.byDefault());
                lines.add(new Line(key.name(), shown(key, text), said.map(Setting::origin)));
            }
        }
        for (String section : LISTS) {
            List<Map<String, Setting>> items = items(section, config.written());
            for (int i = 0; i < items.size(); i++) {
                for (Map.Entry<String, Setting> entry : items.get(i).entrySet()) {
                    lines.add(line("%s[%d].%s".formatted(section, i, entry.getKey()), entry));
                }
            }
        }
        return lines;
    }

    private static Line line(String place, Map.Entry<String, Setting> entry) {
        String general = place.replaceAll("\\[\\d+]", "[]");
        Setting said = entry.getValue();
        return new Line(
                place,
                Keys.find(general).map(key -> shown(key, said.text())).orElse("***"),
                Optional.of(said.origin()));
    }

    /// The settings of each item of a list, by what stands behind its place.
    static List<Map<String, Setting>> items(String section, Written written) {
        var items = new TreeMap<Integer, Map<String, Setting>>();
        written.settings()
                .forEach((key, setting) -> {
                    Matcher item = ITEM.matcher(key);
                    if (item.matches() && item.group(1).equals(section)) {
                        items.computeIfAbsent(
                                        Integer.valueOf(item.group(2)), _ -> new LinkedHashMap<>())
                                .put(item.group(3), setting);
                    }
                });
        return List.copyOf(items.values());
    }

    /// What somebody has written, on one line and without what is secret of it.
    static String shown(Key<?> key, String text) {
        String open = key.shown(text);
        return key.type().isList()
                ? Arguments.read(open).map(words -> String.join(" ", words)).orElse(open)
                : open;
    }
}
