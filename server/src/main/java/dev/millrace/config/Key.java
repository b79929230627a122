package dev.millrace.config;

import java.util.Locale;

/// One setting: its name, what it may be, what it is by default, and what it does.
///
/// @param name dotted, as in `rtmp.listen`; in the file the dots are levels
/// @param byDefault in the form a person would write
/// @param about a sentence or two for the reference
public record Key<T>(String name, ValueType<T> type, String byDefault, String about) {
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
        return type.read(byDefault).orElseThrow();
    }
}
