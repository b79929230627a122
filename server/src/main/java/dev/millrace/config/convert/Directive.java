package dev.millrace.config.convert;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A line of a file in the form that nginx and SRS have: a name, words, and perhaps a block of
/// others.
///
/// @param words what follows the name
/// @param block what is in braces behind it; empty if nothing is
/// @param line where its name stands, from 1 on
record Directive(String name, List<String> words, List<Directive> block, int line) {
    Directive {
        words = List.copyOf(words);
        block = List.copyOf(block);
    }

    /// The first word; empty if there is none.
    String word() {
        return words.isEmpty() ? "" : words.getFirst();
    }

    boolean isOn() {
        return word().equals("on");
    }

    /// Those of this name that are in its block.
    Stream<Directive> all(String wanted) {
        return block.stream().filter(it -> it.name.equals(wanted));
    }

    /// The one of this name that holds: the last.
    Optional<Directive> find(String wanted) {
        return all(wanted).reduce((_, last) -> last);
    }

    /// Whether its block says that it is enabled; SRS means no if it does not say.
    boolean isEnabled() {
        return find("enabled").filter(Directive::isOn).isPresent();
    }

    /// As it may have been written, on one line.
    @Override
    public String toString() {
        String text = words.isEmpty() ? name : name + " " + String.join(" ", words);
        return block.isEmpty() ? text : text + " {…}";
    }
}
