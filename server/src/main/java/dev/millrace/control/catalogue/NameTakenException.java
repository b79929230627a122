package dev.millrace.control.catalogue;

/// Another source has this name. The message says which.
public final class NameTakenException extends Exception {
    private static final long serialVersionUID = 1;

    public NameTakenException(String message) {
        super(message);
    }
}
