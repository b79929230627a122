package dev.millrace.config.file;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that somebody has written, by the keys, which are known: `relays[3].source` is one. Where
/// several have said something, what the last of them said.
public record Written(SortedMap<String, Setting> settings) {
    /// Nothing: everything is as by default.
    public static final Written NOTHING = new Written(new TreeMap<>());

    public Written {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /// What was written for one key, if anything was.
    public Optional<Setting> find(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    /// Where it stands, for people: `millrace.yaml:12`, or `defaults`.
    public String origin(String key) {
        return find(key).map(Setting::origin).orElse("defaults");
    }
}
