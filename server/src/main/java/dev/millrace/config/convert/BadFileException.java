package dev.millrace.config.convert;

/// A file does not have the form that its kind has.
public final class BadFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param line where, from 1 on
    BadFileException(int line, String problem) {
        super("line %d: %s".formatted(line, problem), null, false, false);
    }

    BadFileException(String problem) {
        super(problem, null, false, false);
    }
}
