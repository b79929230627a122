package dev.millrace.config.key;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What a setting may be.
///
/// @param allowed completes the sentence "it must be …", for people
/// @param reader empty for text of another form
/// @param range which of the values that can be read are allowed
/// @param isList whether it is words, which may also be written as a list
/// @param isSecret whether nobody must see it
public record ValueType<T>(
        String allowed,
        Function<String, Optional<T>> reader,
        Predicate<T> range,
        boolean isList,
        boolean isSecret) {
    ValueType(
            String allowed,
            Function<String, Optional<T>> reader,
            Predicate<T> range,
            boolean isList) {
        this(allowed, reader, range, isList, false);
    }

    ValueType(String allowed, Function<String, Optional<T>> reader, Predicate<T> range) {
        this(allowed, reader, range, false, false);
    }

    /// The same that nobody must see.
    public ValueType<T> secret() {
        return new ValueType<>(allowed, reader, range, isList, true);
    }

    /// The value that the text stands for; empty if it must not be used.
    public Optional<T> read(String text) {
        return reader.apply(text).filter(range);
    }
}
