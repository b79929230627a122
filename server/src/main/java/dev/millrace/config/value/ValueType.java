package dev.millrace.config.value;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What a setting may be.
///
/// @param allowed completes the sentence "it must be …", for people
/// @param reader empty for text of another form
/// @param range which of the values that can be read are allowed
/// @param isList whether it is words, which may also be written as a list
public record ValueType<T>(
        String allowed, Function<String, Optional<T>> reader, Predicate<T> range, boolean isList) {
    /// One that is no list.
    public ValueType(String allowed, Function<String, Optional<T>> reader, Predicate<T> range) {
        this(allowed, reader, range, false);
    }

    /// The value that the text stands for; empty if it must not be used.
    public Optional<T> read(String text) {
        return reader.apply(text).filter(range);
    }
}
