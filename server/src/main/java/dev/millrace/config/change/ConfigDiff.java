package dev.millrace.config.change;

import dev.millrace.config.Config;
import dev.millrace.config.file.Setting;
import dev.millrace.config.file.Written;
import dev.millrace.config.key.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds what is different between two configurations: values, not how they are written. Items of a
/// list are the same if they have the same name, wherever they stand.
public final class ConfigDiff {
    /// Lists, and what an item of one is known by.
    private static final Map<String, String> IDENTITIES =
            Map.of("vhosts", "name", "rules", "match", "relays", "name", "transcode", "name");

    private static final String RULES = Key.RULES;

    private final Written before;
    private final Written after;
    private final List<Change> changes = new ArrayList<>();

    private ConfigDiff(Written before, Written after) {
        this.before = before;
        this.after = after;
    }

    /// Every setting that is not the same, in the order of the reference.
    public static List<Change> between(Config before, Config after) {
        var diff = new ConfigDiff(before.written(), after.written());
        Config.KEYS.stream().filter(key -> !key.isOfItem()).forEach(diff::compare);
        IDENTITIES.keySet().stream().sorted().forEach(diff::compareLists);
        return List.copyOf(diff.changes);
    }

    private void compare(Key<?> key) {
        compare(key, key.name(), before.find(key.name()), after.find(key.name()));
    }

    /// What nobody has set is as by default.
    private void compare(Key<?> key, String label, Optional<Setting> old, Optional<Setting> fresh) {
        String oldText = old.map(Setting::text).orElse(key.byDefault());
        String freshText = fresh.map(Setting::text).orElse(key.byDefault());
        boolean same =
                oldText.equals(freshText)
                        || key.type().read(oldText).equals(key.type().read(freshText));
        if (!same) {
            changes.add(
                    new Change(
                            label,
                            ConfigText.shown(key, oldText),
                            ConfigText.shown(key, freshText),
                            fresh.or(() -> old).map(Setting::origin).orElse("defaults"),
                            Effect.of(key.name())));
        }
    }

    private void compareLists(String section) {
        Map<String, Item> old = items(section, before);
        Map<String, Item> fresh = items(section, after);
        old.forEach((id, item) -> {
            if (!fresh.containsKey(id)) {
                changes.add(
                        new Change(
                                label(section, id), item.words(), "", item.origin(), most(item)));
            }
        });
        fresh.forEach((id, item) -> compareItem(section, id, old.get(id), item));
        if (section.equals(RULES)) {
            compareOrder(old, fresh);
        }
    }

    private void compareItem(String section, String id, @Nullable Item old, Item fresh) {
        String label = label(section, id);
        if (old == null) {
            changes.add(new Change(label, "", fresh.words(), fresh.origin(), most(fresh)));
            return;
        }
        for (Key<?> key : Keys.of(section)) {
            String last = key.name().substring(section.length() + 3);
            Optional<Setting> was = Optional.ofNullable(old.settings.get(last));
            Optional<Setting> is = Optional.ofNullable(fresh.settings.get(last));
            if (!section.equals(RULES)) {
                compare(key, label + "." + last, was, is);
            } else if (was.isPresent() && is.isPresent()) {
                compare(key, label + "." + last, was, is);
            } else if (was.isPresent() || is.isPresent()) { // a rule may also say nothing of it
                changes.add(
                        new Change(
                                label + "." + last,
                                was.map(it -> ConfigText.shown(key, it.text())).orElse(""),
                                is.map(it -> ConfigText.shown(key, it.text())).orElse(""),
                                is.or(() -> was).orElseThrow().origin(),
                                Effect.of(key.name())));
            }
        }
    }

    /// Later rules win, so their order matters.
    private void compareOrder(Map<String, Item> old, Map<String, Item> fresh) {
        List<String> was = old.keySet().stream().filter(fresh::containsKey).toList();
        List<String> is = fresh.keySet().stream().filter(old::containsKey).toList();
        if (!was.equals(is)) {
            changes.add(
                    new Change(
                            "rules (order)",
                            String.join(", ", was),
                            String.join(", ", is),
                            fresh.values().iterator().next().origin(),
                            Effect.AT_ONCE));
        }
    }

    /// An item of a list.
    ///
    /// @param settings by what stands behind the item's place, as in `hls.segment`
    private record Item(String section, Map<String, Setting> settings) {
        String origin() {
            return settings.values().iterator().next().origin();
        }

        String words() {
            return Keys.of(section).stream()
                    .flatMap(key -> {
                        String last = key.name().substring(section.length() + 3);
                        return Optional.ofNullable(settings.get(last)).stream()
                                .map(it -> last + "=" + ConfigText.shown(key, it.text()));
                    })
                    .collect(Collectors.joining(", "));
        }
    }

    /// Those that stand in a list, in its order, by what they are known by; the second of a name
    /// says so.
    private static Map<String, Item> items(String section, Written written) {
        var items = new LinkedHashMap<String, Item>();
        for (Map<String, Setting> settings : ConfigText.items(section, written)) {
            Setting name = settings.get(IDENTITIES.get(section));
            String id = name == null ? "?" : name.text();
            String unique = id;
            for (int i = 2; items.containsKey(unique); i++) {
                unique = id + " #" + i;
            }
            items.put(unique, new Item(section, settings));
        }
        return items;
    }

    private static Effect most(Item item) {
        return item.settings.keySet().stream()
                .map(last -> Effect.of(item.section + "[]." + last))
                .max(Effect::compareTo)
                .orElse(Effect.AT_ONCE);
    }

    private static String label(String section, String id) {
        return "%s[%s]".formatted(section, id);
    }
}
