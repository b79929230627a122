package dev.millrace.edge.spool;

/// The spool has as many bytes as it may. The message says how many, and what the setting is.
public final class SpoolFullException extends Exception {
    private static final long serialVersionUID = 1;

    SpoolFullException(String message) {
        super(message);
    }
}
