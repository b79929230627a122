package dev.millrace.config;

import dev.millrace.config.file.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Some settings, with what was written for each. It does not change.
public final class Overrides {
    static final Overrides NONE = new Overrides(Map.of());

    private final Map<Key<?>, Entry> entries;

    /// @param value of the key's type
    private record Entry(Object value, Setting setting) {}

    private Overrides(Map<Key<?>, Entry> entries) {
        this.entries = entries;
    }

    /// Those that are set at the top, of all that a channel's sections have.
    static Overrides ofTop(Values values) {
        var entries = new LinkedHashMap<Key<?>, Entry>();
        for (Key<?> key : PerChannel.SECTION_KEYS) {
            // What is not allowed is told of by whoever reads the section.
            values.setting(key)
                    .ifPresent(setting ->
                            key.type()
                                    .read(setting.text())
                                    .ifPresent(
                                            value -> entries.put(key, new Entry(value, setting))));
        }
        return new Overrides(entries);
    }

    /// Those that a rule sets.
    static Overrides ofRule(Values values) {
        var entries = new LinkedHashMap<Key<?>, Entry>();
        for (Key<?> key : PerChannel.KEYS) {
            Key<?> written = key.inRules();
            values.setting(written)
                    .ifPresent(
                            setting -> entries.put(key, new Entry(values.get(written), setting)));
        }
        return new Overrides(entries);
    }

    /// What was written for a setting, if anything was.
    Optional<Setting> setting(Key<?> key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::setting);
    }

    /// These, and where they say nothing those, and else the defaults.
    Values over(Overrides others) {
        return new Values() {
            @Override
            @SuppressWarnings("unchecked") // put by a key of this type
            public <T> T get(Key<T> key) {
                Entry entry = entries.getOrDefault(key, others.entries.get(key));
                return entry == null ? key.defaultValue() : (T) entry.value();
            }

            @Override
            public Optional<Setting> setting(Key<?> key) {
                return Overrides.this.setting(key).or(() -> others.setting(key));
            }

            @Override
            public <T> List<T> list(String section, Function<Values, T> item) {
                return List.of();
            }
        };
    }

    /// These, and where they say nothing those.
    Overrides with(Overrides others) {
        var all = new LinkedHashMap<>(others.entries);
        all.putAll(entries);
        return new Overrides(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Overrides overrides && entries.equals(overrides.entries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(entries);
    }
}
