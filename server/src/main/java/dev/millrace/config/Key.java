package dev.millrace.config;

import dev.millrace.config.value.ValueType;
import java.util.Locale;

/// One setting: its name, what it may be, what it is by default, and what it does.
///
/// @param name dotted, as in `rtmp.listen`; in the file the dots are levels; `[]` stands for each
///   item of a list, as in `relays[].name`
/// @param byDefault in the form a person would write; empty if there is none and it must be set
/// @param about a sentence or two for the reference
public record Key<T>(String name, ValueType<T> type, String byDefault, String about) {
    /// One that has no default.
    static <T> Key<T> required(String name, ValueType<T> type, String about) {
        return new Key<>(name, type, "", about);
    }

    /// The same, of a rule for some channels.
    Key<T> inRules() {
        return new Key<>(RuleConfig.SECTION + "[]." + name, type, byDefault, about);
    }

    public boolean isRequired() {
        return byDefault.isEmpty();
    }

    /// Whether it belongs to the items of a list.
    boolean isOfItem() {
        return name.contains("[]");
    }

    /// The environment variable that sets this.
    public String environmentName() {
        return ConfigLoader.ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /// Refuses a value out of range.
    void check(T value) {
        if (!type.range().test(value)) {
            throw new BadSettingException(name, "%s is not %s".formatted(value, type.allowed()));
        }
    }

    T defaultValue() {
        if (isRequired()) {
            throw new BadSettingException(name, "it must be set");
        }
        return type.read(byDefault).orElseThrow();
    }
}
