package dev.millrace.config;

/// Where the config records take their values from.
interface Values {
    <T> T get(Key<T> key);
}
