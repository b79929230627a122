package dev.millrace.config;

import java.util.List;

/// The settings cannot be used. One line for each thing that is wrong: where, what, and what would
/// be right.
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    ConfigException(List<String> problems) {
        super(String.join("\n", problems), null, false, false);
        this.problems = problems.toArray(String[]::new);
    }

    public List<String> problems() {
        return List.of(problems);
    }
}
