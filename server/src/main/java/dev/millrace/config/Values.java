package dev.millrace.config;

import java.util.List;
import java.util.function.Function;

/// Where the config records take their values from.
interface Values {
    <T> T get(Key<T> key);

    /// What is made of each item of a list.
    ///
    /// @param section its name, `relays`
    /// @param item makes one of the values of an item's keys
    <T> List<T> list(String section, Function<Values, T> item);
}
