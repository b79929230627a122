package dev.millrace.config.key;

import dev.millrace.config.file.Setting;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where the config records take their values from.
public interface Values {
    <T> T get(Key<T> key);

    /// What somebody has written for it, if anybody has, and where is known.
    default Optional<Setting> setting(Key<?> key) {
        return Optional.empty();
    }

    /// What is made of each item of a list.
    ///
    /// @param section its name, `relays`
    /// @param item makes one of the values of an item's keys
    <T> List<T> list(String section, Function<Values, T> item);
}
