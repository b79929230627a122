package dev.millrace.config.key;

import java.util.Locale;

/// One setting: its name, what it may be, what it is by default, and what it does.
///
/// @param name dotted, as in `rtmp.listen`; in the file the dots are levels; `[]` stands for each
///   item of a list, as in `relays[].name`
/// @param byDefault in the form a person would write; empty if there is none and it must be set
/// @param about a sentence or two for the reference
public record Key<T>(String name, ValueType<T> type, String byDefault, String about) {
    /// In front of the environment variables that are settings.
    public static final String ENVIRONMENT_PREFIX = "MILLRACE_";

    /// The list of rules for some channels.
    public static final String RULES = "rules";

    /// One that has no default.
    public static <T> Key<T> required(String name, ValueType<T> type, String about) {
        return new Key<>(name, type, "", about);
    }

    /// The same, of a rule for some channels.
    public Key<T> inRules() {
        return new Key<>(RULES + "[]." + name, type, byDefault, about);
    }

    public boolean isRequired() {
        return byDefault.isEmpty();
    }

    /// Whether it belongs to the items of a list.
    public boolean isOfItem() {
        return name.contains("[]");
    }

    /// The environment variable that sets this.
    public String environmentName() {
        return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /// What somebody has written, without what is secret of it: a secret, or the query or the user
    /// of a URL.
    public String shown(String text) {
        if (type.isSecret() && !text.equals(byDefault)) {
            return "***";
        }
        return text.replaceAll("(://[^\\s?]*\\?)\\S+", "$1***")
                .replaceAll("://[^/\\s@]*@", "://***@");
    }

    /// Refuses a value out of range.
    public void check(T value) {
        if (!type.range().test(value)) {
            throw new BadSettingException(name, "%s is not %s".formatted(value, type.allowed()));
        }
    }

    public T defaultValue() {
        if (isRequired()) {
            throw new BadSettingException(name, "it must be set");
        }
        return type.read(byDefault).orElseThrow();
    }
}
