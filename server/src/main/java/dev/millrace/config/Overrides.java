package dev.millrace.config;

import dev.millrace.config.file.Setting;
import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Some settings, with what was written for each. It does not change.
public final class Overrides {
    private final Map<Key<?>, Entry> entries;

    /// @param value of the key's type
    /// @param setting empty if nobody has written it
    private record Entry(Object value, Optional<Setting> setting) {}

    private Overrides(Map<Key<?>, Entry> entries) {
        this.entries = entries;
    }

    /// What is said at the top of all that a channel's sections have, defaults included: they are
    /// read once, and not for every channel.
    static Overrides ofTop(Values values) {
        var entries = new LinkedHashMap<Key<?>, Entry>();
        for (Key<?> key : PerChannel.SECTION_KEYS) {
            Optional<Setting> setting = values.setting(key);
            // What is not allowed is told of by whoever reads the section.
            Optional<?> value = setting.flatMap(it -> key.type().read(it.text()));
            entries.put(
                    key,
                    value.isPresent()
                            ? new Entry(value.get(), setting)
                            : new Entry(key.defaultValue(), Optional.empty()));
        }
        return new Overrides(entries);
    }

    /// Those that a rule sets.
    static Overrides ofRule(Values values) {
        var entries = new LinkedHashMap<Key<?>, Entry>();
        for (Key<?> key : PerChannel.KEYS) {
            Key<?> written = key.inRules();
            Optional<Setting> setting = values.setting(written);
            if (setting.isPresent()) {
                entries.put(key, new Entry(values.get(written), setting));
            }
        }
        return new Overrides(entries);
    }

    /// What was written for a setting, if anything was.
    Optional<Setting> setting(Key<?> key) {
        return Optional.ofNullable(entries.get(key)).flatMap(Entry::setting);
    }

    /// These, and else the defaults.
    Values values() {
        return new Values() {
            @Override
            @SuppressWarnings("unchecked") // put by a key of this type
            public <T> T get(Key<T> key) {
                Entry entry = entries.get(key);
                return entry == null ? key.defaultValue() : (T) entry.value();
            }

            @Override
            public <T> List<T> list(String section, Function<Values, T> item) {
                throw new IllegalStateException("a channel has no list of " + section);
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
